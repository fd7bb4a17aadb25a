import { decodeHostText } from '../formats/host-text.ts';
import type { Blobs } from '../model/blobs.ts';
import type { Entry } from '../model/entry.ts';
import type { Json } from '../model/json.ts';
import type { Kind } from '../model/kind.ts';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import { getPart, wantParts } from './entry-parts.ts';
import { asEntryState, asJson, type EntryState } from './entry-state.ts';
import { octal } from './octal.ts';
import { sameState } from './same-state.ts';
import { validateEntry } from './validate-entry.ts';

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
    return isBetween(found, old, wanted) ? 'between' : 'foreign';
  },

  validate: (host, key, to, blobs) => validateEntry(host, key as Path, asEntryState(to), blobs),

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

/** A planned time of null is any time: nobody knows when a file will be written. */
function sameEntryState(found: EntryState, wanted: EntryState): boolean {
  if (found === null || wanted === null) return found === wanted;
  const anyTime = found.mtime === null || wanted.mtime === null;
  return sameState(
    asJson(anyTime ? { ...found, mtime: null } : found),
    asJson(anyTime ? { ...wanted, mtime: null } : wanted),
  );
}

/**
 * Whether a metadata change may have stopped here: content is what it always was and each field is the old or
 * the new one. chown(2) clears setuid, setgid and capabilities on the way, so their absence is between, too.
 */
function isBetween(found: EntryState, old: EntryState, wanted: EntryState): boolean {
  if (found === null || old === null || wanted === null) return false;
  if (!sameState(identityOf(found), identityOf(old)) || !sameState(identityOf(old), identityOf(wanted)))
    return false;
  const fields = ['uid', 'gid', 'flags', 'mtime'] as const;
  const settled = (['a', 'i'] as const).reduce((flags, flag) => flags.replace(flag, ''), found.flags);
  return (
    fields.every((field) => {
      const value = field === 'flags' ? settled : found[field];
      return (
        value === old[field] ||
        value === wanted[field] ||
        found[field] === old[field] ||
        found[field] === wanted[field]
      );
    }) &&
    [old.mode, wanted.mode, old.mode & 0o1777, wanted.mode & 0o1777].includes(found.mode) &&
    [
      ...new Set([...Object.keys(found.xattrs), ...Object.keys(old.xattrs), ...Object.keys(wanted.xattrs)]),
    ].every(
      (name) =>
        name === 'security.capability' ||
        name === 'system.posix_acl_access' ||
        [old.xattrs[name], wanted.xattrs[name]].includes(found.xattrs[name]),
    )
  );
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
