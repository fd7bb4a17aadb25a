import { decodeHostText } from '../formats/host-text.ts';
import { octal } from '../formats/octal.ts';
import type { Blobs } from '../model/blobs.ts';
import type { Entry } from '../model/entry.ts';
import type { Json } from '../model/json.ts';
import type { Kind } from '../model/kind.ts';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import { getPart, wantParts } from './entry-parts.ts';
import { asEntryState, asJson, type EntryState } from './entry-state.ts';
import { sameState } from './same-state.ts';
import { validateEntry } from './validate-entry.ts';
import { aclWithMode } from './with-mode.ts';

/** Files, directories and links: everything that has a name in a directory. Its key is the path with all links followed. */
export const entryKind: Kind = {
  undo: () => 'exact',

  async read(host, key, blobs) {
    const path = key as Path;
    const entry = await host.entry(path);
    if (entry?.type === 'file') {
      const content = await host.read(path);
      if (content === null || blobs.put(content) !== entry.content) {
        throw new Refused({ code: 'changed-since', args: { kind: 'entry', key } });
      }
    }
    return asJson(entry);
  },

  want: (before, parts, blobs, key) => asJson(wantParts(asEntryState(before), parts, blobs, key)),

  async put(host, key, to, blobs, kept) {
    const entry = asEntryState(to);
    await host.putEntry(key as Path, entry, entry?.type === 'file' ? blobs.get(entry.content) : null, kept);
  },

  where(now, { before, after }) {
    const [found, old, wanted] = [asEntryState(now), asEntryState(before), asEntryState(after)];
    if (sameEntryState(found, wanted)) return 'after';
    if (sameEntryState(found, old)) return 'before';
    // A socket goes with who listens on it, and its owner and mode with it: there is nothing to put back.
    if (found === null && old?.type === 'socket' && wanted?.type === 'socket') return 'before';
    return isBetween(found, old, wanted) ? 'between' : 'foreign';
  },

  /**
   * A directory's time moves with the names in it, which this very run may have changed a moment ago. A socket's is
   * that of its last listener, which a reboot brings anew.
   */
  rematch(now, { before, after }) {
    const [found, old, wanted] = [asEntryState(now), asEntryState(before), asEntryState(after)];
    if (found === null || !isTimeless(found)) return { before, after };
    const timed = (state: EntryState) =>
      asJson(state?.type === found.type && state.mtime !== null ? { ...state, mtime: found.mtime } : state);
    return { before: timed(old), after: timed(wanted) };
  },

  validate: (host, key, to, blobs, from) =>
    validateEntry(host, key as Path, asEntryState(to), blobs, asEntryState(from)),

  show(before, after, blobs, key) {
    const [old, wanted] = [asEntryState(before), asEntryState(after)];
    return {
      type: 'text',
      path: key,
      before: shownText(old, blobs),
      after: shownText(wanted, blobs),
      notes: notes(old, wanted),
    };
  },

  part: (state, part, blobs, key) => getPart(asEntryState(state), part, blobs, key),
};

/** Whose time tells nothing of itself: of the names in a directory, which are entries themselves, and of a listener. */
function isTimeless({ type }: Entry): boolean {
  return type === 'directory' || type === 'socket';
}

/** A planned time of null is any time: nobody knows when a file will be written. So is that of what is timeless. */
function sameEntryState(found: EntryState, wanted: EntryState): boolean {
  if (found === null || wanted === null) return found === wanted;
  const anyTime = found.mtime === null || wanted.mtime === null || isTimeless(found);
  return sameState(
    asJson(anyTime ? { ...found, mtime: null } : found),
    asJson(anyTime ? { ...wanted, mtime: null } : wanted),
  );
}

/** Whether a put may have stopped here. */
function isBetween(found: EntryState, old: EntryState, wanted: EntryState): boolean {
  if (wanted === null) return false;
  // A directory and what is none cannot change places in one step.
  if (found === null) return old !== null && (old.type === 'directory') !== (wanted.type === 'directory');
  // Flags that forbid renaming come last.
  if (sameEntryState(found, { ...wanted, flags: thawed(wanted) })) return true;
  return (
    old !== null &&
    sameState(identityOf(found), identityOf(old)) &&
    sameState(identityOf(old), identityOf(wanted)) &&
    isMixed(found, old, wanted)
  );
}

/** Whether every field is the old or the new one, or what the kernel makes of it on the way. */
function isMixed(found: Entry, old: Entry, wanted: Entry): boolean {
  const sides = [old, wanted];
  const oneOf = (field: 'uid' | 'gid' | 'mtime') => sides.some((side) => side[field] === found[field]);
  return (
    oneOf('uid') &&
    oneOf('gid') &&
    (wanted.mtime === null || isTimeless(found) || oneOf('mtime')) &&
    sides.some((side) => [side.flags, thawed(side)].includes(found.flags)) &&
    sides.some(({ mode }) => [mode, modeAfterChown(mode)].includes(found.mode)) &&
    sides
      .flatMap(({ xattrs }) => Object.keys(xattrs))
      .concat(Object.keys(found.xattrs))
      .every((name) => xattrsOnTheWay(name, old, wanted).includes(found.xattrs[name]))
  );
}

function thawed({ flags }: Entry): string {
  return flags.replace(/[ai]/g, '');
}

/** chown(2) clears setuid, and setgid where the group may execute. */
function modeAfterChown(mode: number): number {
  return (mode & 0o010) === 0 ? mode & 0o3777 : mode & 0o1777;
}

/** chown(2) also drops capabilities, and chmod(2) writes into an access control list. */
function xattrsOnTheWay(name: string, old: Entry, wanted: Entry): readonly (string | undefined)[] {
  const [before, after] = [old.xattrs[name], wanted.xattrs[name]];
  if (name === 'security.capability') return [before, after, undefined];
  if (name !== 'system.posix_acl_access') return [before, after];
  const changed = [before, after].flatMap((acl) =>
    acl === undefined ? [] : [aclWithMode(acl, old.mode), aclWithMode(acl, wanted.mode)],
  );
  return [before, after, ...changed];
}

function identityOf(entry: Entry): Json {
  if (entry.type === 'file') return [entry.type, entry.content];
  return entry.type === 'link' ? [entry.type, entry.target] : [entry.type];
}

function shownText(entry: EntryState, blobs: Blobs): string | null {
  if (entry === null) return null;
  if (entry.type === 'file') return decodeHostText(blobs.get(entry.content));
  return entry.type === 'link' ? `link to ${entry.target}\n` : `${entry.type}\n`;
}

/** What a diff of the content does not show. */
function notes(old: EntryState, wanted: EntryState): string[] {
  if (wanted === null) return [];
  const lines: string[] = [];
  if (old === null) {
    if (wanted.type !== 'link')
      lines.push(`mode: ${octal(wanted.mode)}`, `owner: ${wanted.uid}:${wanted.gid}`);
    return lines;
  }
  if (old.mode !== wanted.mode && wanted.type !== 'link')
    lines.push(`mode: ${octal(old.mode)} -> ${octal(wanted.mode)}`);
  if (old.uid !== wanted.uid || old.gid !== wanted.gid) {
    lines.push(`owner: ${old.uid}:${old.gid} -> ${wanted.uid}:${wanted.gid}`);
  }
  if (old.flags !== wanted.flags) lines.push(`flags: ${old.flags || 'none'} -> ${wanted.flags || 'none'}`);
  for (const name of new Set([...Object.keys(old.xattrs), ...Object.keys(wanted.xattrs)])) {
    const [before, after] = [old.xattrs[name], wanted.xattrs[name]];
    if (before !== after) lines.push(`${name}: ${before ?? 'none'} -> ${after ?? 'none'}`);
  }
  return lines;
}
