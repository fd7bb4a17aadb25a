import { createHash } from 'node:crypto';
import { encodeHostText } from '../../../src/formats/host-text.ts';
import type { Entry, Metadata } from '../../../src/model/entry.ts';
import type { Host } from '../../../src/model/host.ts';
import type { Path } from '../../../src/model/path.ts';

/** A file by its text (host encoding) or bytes, a link by its target, or something else by its type. */
export type Planted = (
  | { readonly text: string | Uint8Array }
  | { readonly link: string }
  | { readonly type: 'directory' | 'fifo' | 'socket' }
) & { readonly mode?: number; readonly uid?: number; readonly gid?: number };

/** Parents come first. */
export type Tree = { readonly [path: Path]: Planted };

const NONE: Metadata = { mode: 0o644, uid: 0, gid: 0, mtime: null, xattrs: {}, flags: '' };

export function fileEntry(text: string | Uint8Array, metadata: Partial<Metadata> = {}): Entry {
  const content = bytesOf(text);
  const hash = createHash('sha256').update(content).digest('hex');
  return { type: 'file', content: hash, size: content.length, ...NONE, ...metadata };
}

export function directoryEntry(metadata: Partial<Metadata> = {}): Entry {
  return { type: 'directory', ...NONE, mode: 0o755, ...metadata };
}

export function linkEntry(target: string, metadata: Partial<Metadata> = {}): Entry {
  return { type: 'link', target, ...NONE, mode: 0o777, ...metadata };
}

export function bytesOf(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? encodeHostText(text) : text;
}

/** Through the host's own putEntry, for hosts that are no disk. */
export async function plantInHost(host: Host, tree: Tree): Promise<void> {
  for (const [path, planted] of Object.entries(tree) as [Path, Planted][]) {
    const { mode, uid = 0, gid = 0 } = planted;
    const owned = { uid, gid, mtime: '0', ...(mode === undefined ? {} : { mode }) };
    if ('text' in planted) await host.putEntry(path, fileEntry(planted.text, owned), bytesOf(planted.text));
    else if ('link' in planted) await host.putEntry(path, linkEntry(planted.link, owned), null);
    else await host.putEntry(path, { ...directoryEntry(owned), type: planted.type }, null);
  }
}
