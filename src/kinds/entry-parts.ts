import { decodeHostText, encodeHostText } from '../formats/host-text.ts';
import type { Blobs } from '../model/blobs.ts';
import type { Entry, Metadata } from '../model/entry.ts';
import { Malformed } from '../model/format.ts';
import type { Json } from '../model/json.ts';
import type { WishedPart } from '../model/kind.ts';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import { entryFormats } from './entry-formats.ts';
import type { EntryState } from './entry-state.ts';
import { withMode } from './with-mode.ts';

/**
 * Parts of an entry:
 * - none: the whole: null, `{ link }`, `{ directory: true, mode?, uid?, gid? }` or `{ text, mode?, uid?, gid? }`
 * - `text`: all of a file's content, null for no file
 * - `mode`, `owner`, `group`: numbers, of the uid and the gid
 * - `<format>:<part>`: a part of the content, in that format's own words; null for absent
 */
type Whole =
  | null
  | { readonly link: string }
  | ({ readonly directory: true } & Owned)
  | ({ readonly text: string } & Owned);
type Owned = { readonly mode?: number; readonly uid?: number; readonly gid?: number };

const FIELDS: ReadonlyMap<string, 'mode' | 'uid' | 'gid'> = new Map([
  ['mode', 'mode'],
  ['owner', 'uid'],
  ['group', 'gid'],
]);

/** What a file of ours is before anybody says otherwise: readable by all, writable by root. */
const NEW_FILE = { mode: 0o644, uid: 0, gid: 0, mtime: null, xattrs: {}, flags: '' } as const;

export function wantParts(
  before: EntryState,
  parts: readonly WishedPart[],
  blobs: Blobs,
  key: string,
): EntryState {
  return [...parts]
    .sort((a, b) => rank(a.part) - rank(b.part) || ((a.part ?? '') < (b.part ?? '') ? -1 : 1))
    .reduce<EntryState>((entry, { part, desired }) => setPart(entry, part, desired, blobs, key), before);
}

export function getPart(entry: EntryState, part: string | undefined, blobs: Blobs, key: string): Json {
  if (part === undefined) return entry === null ? null : wholeOf(entry, blobs);
  const field = FIELDS.get(part);
  if (field !== undefined) return entry?.[field] ?? null;
  if (entry === null) return null;
  const text = textOf(entry, blobs, key);
  if (part === 'text') return text;
  const { format, name } = formatOf(part);
  return inFile(key, () => format.get(text, name));
}

function setPart(
  entry: EntryState,
  part: string | undefined,
  desired: Json,
  blobs: Blobs,
  key: string,
): EntryState {
  if (part === undefined) return setWhole(entry, desired as Whole, blobs);
  const field = FIELDS.get(part);
  if (field !== undefined) {
    if (entry === null || typeof desired !== 'number')
      throw new Error(`${key}: part ${part} needs a file and a number`);
    return field === 'mode' ? withMode(entry, desired) : { ...entry, [field]: desired };
  }
  if (part === 'text') {
    if (desired === null) return null;
    if (typeof desired !== 'string') throw new Error(`${key}: part text needs a string`);
    return withText(entry, desired, blobs, key);
  }
  const { format, name } = formatOf(part);
  if (entry === null && desired === null) return null;
  const text = entry === null ? '' : textOf(entry, blobs, key);
  return withText(
    entry,
    inFile(key, () => format.set(text, name, desired)),
    blobs,
    key,
  );
}

function setWhole(entry: EntryState, whole: Whole, blobs: Blobs): EntryState {
  if (whole === null) return null;
  const owned = { ...metadataOf(entry), mtime: null };
  if ('link' in whole) {
    if (entry?.type === 'link' && entry.target === whole.link) return entry;
    return { ...NEW_FILE, type: 'link', target: whole.link, mode: 0o777 };
  }
  const { mode, uid, gid } = { mode: 'directory' in whole ? 0o755 : 0o644, uid: 0, gid: 0, ...whole };
  if ('directory' in whole) {
    if (entry?.type === 'directory') return withMode({ ...entry, uid, gid }, mode);
    return { ...NEW_FILE, type: 'directory', mode, uid, gid };
  }
  const content = encodeHostText(whole.text);
  const hash = blobs.put(content);
  if (entry?.type === 'file' && entry.content === hash) return withMode({ ...entry, uid, gid }, mode);
  return withMode({ ...owned, type: 'file', content: hash, size: content.length, uid, gid }, mode);
}

function wholeOf(entry: Entry, blobs: Blobs): Json {
  const { mode, uid, gid } = entry;
  if (entry.type === 'link') return { link: entry.target };
  if (entry.type === 'directory') return { directory: true, mode, uid, gid };
  if (entry.type === 'file') return { text: decodeHostText(blobs.get(entry.content)), mode, uid, gid };
  return entry.type;
}

/** Other content under the same metadata; the time is that of writing. The same content is no change at all. */
function withText(entry: EntryState, text: string, blobs: Blobs, key: string): EntryState {
  if (entry !== null && entry.type !== 'file') throw wrongType(key, entry);
  const content = encodeHostText(text);
  const hash = blobs.put(content);
  if (entry !== null && entry.content === hash) return entry;
  return { ...metadataOf(entry), mtime: null, type: 'file', content: hash, size: content.length };
}

function textOf(entry: Entry, blobs: Blobs, key: string): string {
  if (entry.type !== 'file') throw wrongType(key, entry);
  return decodeHostText(blobs.get(entry.content));
}

function metadataOf(entry: EntryState): Metadata {
  if (entry === null || entry.type !== 'file') return NEW_FILE;
  const { mode, uid, gid, mtime, xattrs, flags } = entry;
  return { mode, uid, gid, mtime, xattrs, flags };
}

function formatOf(part: string): { format: NonNullable<ReturnType<typeof entryFormats.get>>; name: string } {
  const colon = part.indexOf(':');
  const format = entryFormats.get(part.slice(0, colon));
  if (format === undefined) throw new Error(`no format for the part ${part}`);
  return { format, name: part.slice(colon + 1) };
}

function inFile<T>(key: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    const { line, why } = error;
    throw new Refused({ code: 'malformed', args: { path: key as Path, line, why } }, { cause: error });
  }
}

function wrongType(key: string, entry: Entry): Refused {
  return new Refused({ code: 'wrong-type', args: { path: key as Path, wanted: 'file', found: entry.type } });
}

/** The whole first, then all the text, then parts of it, then what hangs on the file however it reads. */
function rank(part: string | undefined): number {
  if (part === undefined) return 0;
  if (part === 'text') return 1;
  return part.includes(':') ? 2 : 3;
}
