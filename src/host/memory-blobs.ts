import type { Blobs } from '../model/blobs.ts';
import type { Hash } from '../model/entry.ts';
import { hashContent } from './hash-content.ts';

/** Blobs in memory, falling back to others for what was not put here. */
export function createMemoryBlobs(behind?: Blobs): Blobs & { readonly all: ReadonlyMap<Hash, Uint8Array> } {
  const all = new Map<Hash, Uint8Array>();
  return {
    all,
    get(hash) {
      const found = all.get(hash) ?? behind?.get(hash);
      if (found === undefined) throw new Error(`no blob ${hash}`);
      return found;
    },
    put(content) {
      const hash = hashContent(content);
      all.set(hash, content);
      return hash;
    },
  };
}
