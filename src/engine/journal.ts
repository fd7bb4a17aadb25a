import type { RunFolder } from '../host/run-folder.ts';
import type { RecordBody } from '../model/record.ts';
import { Refused } from '../model/refusal.ts';
import { FIRST_HASH, HEAD_SLOT, type Head, headSlot, readJournal, recordLine } from './journal-text.ts';

/** A run's journal, open for adding to. A record is on disk, and known to the head, before `append` returns. */
export interface Journal {
  readonly records: readonly RecordBody[];
  append(body: RecordBody): void;
  /** A record that could not be written for sure, and that may be read in the journal all the same. */
  readonly unsure: RecordBody | null;
}

const FILES = { journal: 'journal.ndjson', head: 'head' } as const;
const encoder = new TextEncoder();

/**
 * Makes an empty journal of `room` bytes, written out in full: what is said while undoing on a disk that has
 * meanwhile filled up must not need a single new block (dpkg pads its journal for the same reason).
 */
export function createJournal(folder: RunFolder, room: number): Journal {
  folder.create(FILES.head, filled(2 * HEAD_SLOT));
  folder.create(FILES.journal, filled(room));
  return writer(folder, [], { count: 0, hash: FIRST_HASH }, 0);
}

/** Null where preparing a run never came to its journal: nothing was done. Refuses a journal that is damaged, or of a newer version. */
export function openJournal(folder: RunFolder): Journal | null {
  const bytes = folder.read(FILES.journal);
  const head = folder.read(FILES.head);
  if (bytes === null || head === null) return null;
  const read = readJournal(bytes, head);
  if (read.state === 'newer') {
    throw new Refused({ code: 'journal-newer', args: { run: folder.id, version: read.version } });
  }
  if (read.state === 'damaged') {
    const { record, why } = read;
    throw new Refused({ code: 'journal-damaged', args: { run: folder.id, record, why } });
  }
  return writer(folder, read.records, read.head, read.end, read.torn ? bytes.length : 0);
}

function writer(
  folder: RunFolder,
  read: readonly RecordBody[],
  from: Head,
  start: number,
  tornUpTo = 0,
): Journal {
  const records = [...read];
  let head = from;
  let end = start;
  let torn = tornUpTo;
  let isReopened = from.count > 0;
  const writeHead = (said: Head) => {
    const { offset, text } = headSlot(said);
    folder.overwrite(FILES.head, offset, encoder.encode(text));
  };
  let unsure: RecordBody | null = null;
  return {
    records,
    get unsure() {
      return unsure;
    },
    append(body) {
      unsure = body;
      // What a cut-off write left behind would follow the new record and make it look damaged.
      if (torn > end) folder.overwrite(FILES.journal, end, filled(torn - end));
      // A crash may have come before the head heard of the last record: it may lag behind by one, never by two.
      if (isReopened) writeHead(head);
      isReopened = false;
      const { line, head: next } = recordLine(body, head);
      const bytes = encoder.encode(line);
      // Until it is known to be on disk whole, what stands there is no record.
      torn = end + bytes.length;
      folder.overwrite(FILES.journal, end, bytes);
      // The head after the record: were it first, a crash between would look like a lost record.
      writeHead(next);
      torn = 0;
      end += bytes.length;
      head = next;
      records.push(body);
      unsure = null;
    },
  };
}

function filled(length: number): Uint8Array {
  return new Uint8Array(Math.max(length, 0)).fill(0x0a);
}
