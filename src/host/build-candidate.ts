import { fchmodSync, fchownSync, fsyncSync, mkdirSync, rmdirSync, symlinkSync, unlinkSync } from 'node:fs';
import { encodeHostText } from '../formats/host-text.ts';
import type { Entry } from '../model/entry.ts';
import { Refused } from '../model/refusal.ts';
import { below, CREATE, type Opened, opened } from './descriptor.ts';
import { entryOf, lookAt } from './local-read.ts';
import { putFlags, putMetadata, thawedFlags } from './put-metadata.ts';
import { sameEntry } from './same-entry.ts';
import { orRefuse } from './system-error.ts';
import type { Spot } from './walk.ts';
import { writeAll } from './write-all.ts';

/**
 * Makes the candidate whole and reads it back: what goes live has been seen on this disk. Only the flags that forbid
 * renaming are still missing.
 */
export async function buildCandidate(
  candidate: Spot,
  to: Entry,
  content: Uint8Array | null,
): Promise<Opened> {
  await removeLeftover(candidate);
  create(candidate, to, content);
  const made = lookAt(candidate);
  const missing = new Refused({ code: 'not-as-planned', args: { kind: 'entry', key: candidate.path } });
  if (made === null) throw missing;
  try {
    const wanted = { ...to, flags: thawedFlags(to) };
    const entry = await entryOf(candidate, made.fd);
    if (!sameEntry(entry, wanted)) await putMetadata(candidate, made.fd, entry, wanted);
    if (!sameEntry(await entryOf(candidate, made.fd), wanted)) throw missing;
    return made;
  } catch (error) {
    made[Symbol.dispose]();
    throw error;
  }
}

function create(candidate: Spot, to: Entry, content: Uint8Array | null): void {
  const name = below(candidate.directory, candidate.name);
  if (to.type === 'link') {
    const { target } = to;
    // Node takes a NUL for a mistake of ours.
    if (target.includes('\0'))
      throw new Refused({ code: 'io', args: { path: candidate.path, call: 'symlink', errno: 'EINVAL' } });
    orRefuse(candidate.path, 'symlink', () => symlinkSync(encodeHostText(target) as Buffer, name));
  } else if (to.type === 'directory') {
    orRefuse(candidate.path, 'mkdir', () => mkdirSync(name, 0o700));
  } else if (to.type === 'file') {
    orRefuse(candidate.path, 'write', () => {
      using file = opened(name, CREATE, 0o600);
      writeAll(file.fd, content ?? new Uint8Array());
      fchownSync(file.fd, to.uid, to.gid);
      fchmodSync(file.fd, to.mode);
      fsyncSync(file.fd);
    });
  } else {
    throw new Refused({ code: 'wrong-type', args: { path: candidate.path, wanted: 'file', found: to.type } });
  }
}

/** Of a run that was stopped; it never went live. */
async function removeLeftover(candidate: Spot): Promise<void> {
  using left = lookAt(candidate);
  if (left === null) return;
  const entry = await entryOf(candidate, left.fd);
  await putFlags(candidate, left.fd, entry.flags, thawedFlags(entry));
  const name = below(candidate.directory, candidate.name);
  orRefuse(candidate.path, 'unlink', () => (entry.type === 'directory' ? rmdirSync(name) : unlinkSync(name)));
}
