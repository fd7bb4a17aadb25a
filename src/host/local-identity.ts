import { decodeHostText } from '../formats/host-text.ts';
import type { HostIdentity } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import { hashContent } from './hash-content.ts';
import { readLocal } from './local-read.ts';

/** Read when first asked for, then known: a host that is only opened has not been looked at. */
export function localIdentity(root: Path, type: HostIdentity['type']): () => HostIdentity {
  let known: HostIdentity | null = null;
  return () => {
    known ??= identify(root, type);
    return known;
  };
}

function identify(root: Path, type: HostIdentity['type']): HostIdentity {
  const id = machineId(root);
  return { type, machine: id === null || isNone(id) ? null : hashContent(id), root };
}

/** An image that has not booted yet, in either way of machine-id(5). */
function isNone(id: Uint8Array): boolean {
  return /^(?:uninitialized)?$/.test(decodeHostText(id).trim());
}

/** A machine that cannot tell its id, for whatever stands in its place, has none: nothing else depends on it. */
function machineId(root: Path): Uint8Array | null {
  try {
    return readLocal(root, '/etc/machine-id');
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
