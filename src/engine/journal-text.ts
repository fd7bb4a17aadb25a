import { createHash } from 'node:crypto';
import type { Json } from '../model/json.ts';
import type { RecordBody } from '../model/record.ts';
import { canonicalJson } from './canonical-json.ts';

/**
 * The journal's text. A record is one line of JSON whose every byte is vouched for: the hash covers the
 * record, the record carries its number and the hash of the one before it, and the line must be exactly what
 * writing that record would give, so that a flipped bit in the framing is no less seen than one in the data.
 *
 * The count and hash of the last record stand in the head, a file of its own: a chain alone does not see
 * that its end was cut off.
 */
export const JOURNAL_VERSION = 1;
export const FIRST_HASH = '0'.repeat(64);
/** A slot a sector, so that writing one cannot tear the other. */
export const HEAD_SLOT = 512;
const FILL = 0x0a;

export interface Head {
  readonly count: number;
  readonly hash: string;
}

export type ReadJournal =
  | {
      readonly state: 'sound';
      readonly records: readonly RecordBody[];
      readonly head: Head;
      /** Where the next record goes. */
      readonly end: number;
      /** An unfinished last write was found; it was never acted on. */
      readonly torn: boolean;
    }
  | { readonly state: 'damaged'; readonly record: number; readonly why: string }
  | { readonly state: 'newer'; readonly version: number };

export function recordLine(body: RecordBody, head: Head): { readonly line: string; readonly head: Head } {
  const record = canonicalJson({
    ...body,
    version: JOURNAL_VERSION,
    number: head.count + 1,
    previous: head.hash,
  } as Json);
  const hash = sha256(record);
  return { line: `{"hash":"${hash}","record":${record}}\n`, head: { count: head.count + 1, hash } };
}

/** The head's two slots are written in turn; whichever holds the higher sound count is the head. */
export function headSlot(head: Head): { readonly offset: number; readonly text: string } {
  const text = `${String(head.count).padStart(10, '0')} ${head.hash}`;
  return { offset: (head.count % 2) * HEAD_SLOT, text: `${text} ${sha256(text)}\n` };
}

export function readJournal(journal: Uint8Array, headBytes: Uint8Array): ReadJournal {
  const slots = [0, 1].map((i) => readSlot(headBytes.subarray(i * HEAD_SLOT, (i + 1) * HEAD_SLOT), i));
  if (headBytes.length !== 2 * HEAD_SLOT) return damaged(0, 'the head has not its length');
  const told = slots.filter((slot) => typeof slot === 'object').sort((a, b) => b.count - a.count)[0];
  const head = told ?? { count: 0, hash: FIRST_HASH };
  const slotsAmiss = slots.includes('amiss');

  const records: RecordBody[] = [];
  let at: Head = { count: 0, hash: FIRST_HASH };
  let end = 0;
  while (true) {
    const line = lineAt(journal, end);
    const read = line === null ? null : readRecord(line, at);
    if (read !== null && 'version' in read) return { state: 'newer', version: read.version };
    if (read === null) break;
    if (at.count === head.count + 1)
      return damaged(at.count + 1, 'there are more records than the head allows');
    records.push(read.body);
    at = { count: at.count + 1, hash: read.hash };
    end += line?.length ?? 0;
    if (at.count === head.count && at.hash !== head.hash)
      return damaged(at.count, 'it is not the one the head names');
  }
  if (at.count < head.count) return damaged(at.count + 1, 'it is missing or has been changed');
  // A slot may only be unreadable because its write was cut short, and that was the write after this very record.
  if (slotsAmiss && at.count !== head.count + 1) return damaged(at.count, 'the head has been changed');
  const rest = journal.subarray(end);
  if (rest.every((byte) => byte === FILL))
    return { state: 'sound', records, head: at, end, torn: slotsAmiss };
  if (at.count > head.count) return damaged(at.count + 1, 'something follows the last record');
  if (isWholeRecord(lineAt(journal, end)))
    return damaged(at.count + 1, 'a record stands where it does not belong');
  return { state: 'sound', records, head: at, end, torn: true };
}

/** `empty` before its first write. */
function readSlot(bytes: Uint8Array, index: number): Head | 'empty' | 'amiss' {
  if (bytes.every((byte) => byte === FILL)) return 'empty';
  const text = Buffer.from(bytes).toString('latin1');
  const parts = /^(\d{10}) ([0-9a-f]{64}) ([0-9a-f]{64})\n+$/.exec(text);
  if (parts === null || sha256(`${parts[1]} ${parts[2]}`) !== parts[3]) return 'amiss';
  const count = Number(parts[1]);
  return count % 2 === index ? { count, hash: parts[2] ?? '' } : 'amiss';
}

function lineAt(journal: Uint8Array, start: number): Uint8Array | null {
  const newline = journal.indexOf(FILL, start);
  return newline < start + 1 ? null : journal.subarray(start, newline + 1);
}

function readRecord(
  line: Uint8Array,
  head: Head,
): { body: RecordBody; hash: string } | { version: number } | null {
  const parts = recordParts(line);
  if (parts === null) return null;
  const { version, number, previous, ...body } = parts.record;
  if (typeof version === 'number' && version > JOURNAL_VERSION) return { version };
  if (version !== JOURNAL_VERSION || number !== head.count + 1 || previous !== head.hash) return null;
  return { body: body as RecordBody, hash: parts.hash };
}

function isWholeRecord(line: Uint8Array | null): boolean {
  return line !== null && recordParts(line) !== null;
}

/** A line that is exactly what writing its record gives, hash and all. */
function recordParts(line: Uint8Array): { hash: string; record: { [key: string]: unknown } } | null {
  const text = Buffer.from(line).toString('utf8');
  const parts = /^\{"hash":"([0-9a-f]{64})","record":(\{.*\})\}\n$/s.exec(text);
  if (parts === null || sha256(parts[2] ?? '') !== parts[1]) return null;
  if (!Buffer.from(text, 'utf8').equals(line)) return null;
  return { hash: parts[1] ?? '', record: JSON.parse(parts[2] ?? '') };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function damaged(record: number, why: string): ReadJournal {
  return { state: 'damaged', record, why };
}
