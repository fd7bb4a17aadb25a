import type { Hash } from './entry.ts';

/** Content by its hash. */
export interface Blobs {
  /** Throws when the blob is not there: a state that names it must have put it. */
  get(hash: Hash): Uint8Array;
  put(content: Uint8Array): Hash;
}
