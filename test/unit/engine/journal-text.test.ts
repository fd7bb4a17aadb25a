import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import {
  FIRST_HASH,
  HEAD_SLOT,
  type Head,
  headSlot,
  type ReadJournal,
  readJournal,
  recordLine,
} from '../../../src/engine/journal-text.ts';
import type { RecordBody } from '../../../src/model/record.ts';

const FILL = 0x0a;
const ROOM = 40;

const BODIES: readonly RecordBody[] = [
  { type: 'begin', at: '2026-01-02T03:04:05Z', plan: 'ab'.repeat(32) },
  ...Array.from({ length: 9 }, (_, i): readonly RecordBody[] => [
    {
      type: 'intent',
      change: i,
      before: i % 2 === 0 ? null : '0',
      after: { é: '\udcff\n\ufffd' },
      directoryTime: null,
    },
    { type: 'done', change: i, directoryTime: '1' },
  ]).flat(),
  { type: 'commit', at: '2026-01-02T03:04:06Z', status: 'applied', why: [] },
];

/** The lines of these records, and the head after each of them. */
function written(bodies: readonly RecordBody[]): { lines: Buffer[]; heads: Head[] } {
  const heads: Head[] = [{ count: 0, hash: FIRST_HASH }];
  const lines = bodies.map((body) => {
    const { line, head } = recordLine(body, heads.at(-1) ?? { count: 0, hash: FIRST_HASH });
    heads.push(head);
    return Buffer.from(line);
  });
  return { lines, heads };
}
const { lines, heads } = written(BODIES);

const filled = (bytes: number) => Buffer.alloc(bytes, FILL);
const journalOf = (all: readonly Buffer[]) => Buffer.concat([...all, filled(ROOM)]);

/** The head file when `count` records are acknowledged. */
function headFile(count: number): Buffer {
  const file = filled(2 * HEAD_SLOT);
  for (const head of heads.slice(Math.max(1, count - 1), count + 1)) {
    const { offset, text } = headSlot(head);
    file.write(text, offset, 'latin1');
  }
  return file;
}

const WHOLE = journalOf(lines);
const HEAD = headFile(20);

/** Every record may be believed, or none of them is. */
function believed(read: ReadJournal, count: number, what: string): void {
  if (read.state === 'damaged') return;
  assert.equal(read.state, 'sound', what);
  if (read.state !== 'sound') return;
  assert.equal(read.records.length, count, what);
  assert.equal(read.head.hash, heads[count]?.hash, what);
  assert.equal(read.torn, true, what);
}
const isDamaged = (read: ReadJournal, what: string) => assert.equal(read.state, 'damaged', what);

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

test('what was written is read, however much of it there is', () => {
  for (let count = 0; count <= 20; count++) {
    const read = readJournal(journalOf(lines.slice(0, count)), headFile(count));
    assert.deepEqual(read, {
      state: 'sound',
      records: BODIES.slice(0, count),
      head: heads[count],
      end: Buffer.concat(lines.slice(0, count)).length,
      torn: false,
    });
  }
});

describe('every single flipped bit is seen', () => {
  test('in the records', () => {
    const end = Buffer.concat(lines).length * 8;
    for (let bit = 0; bit < end; bit++) isDamaged(readJournal(flipped(WHOLE, bit), HEAD), `bit ${bit}`);
  });
  test('after them', () => {
    for (let bit = Buffer.concat(lines).length * 8; bit < WHOLE.length * 8; bit++)
      believed(readJournal(flipped(WHOLE, bit), HEAD), 20, `bit ${bit}`);
  });
  test('in the head', () => {
    const all = [0, 1].map((slot) => {
      const answers = new Set<string>();
      for (let bit = slot * HEAD_SLOT * 8; bit < (slot + 1) * HEAD_SLOT * 8; bit++) {
        const read = readJournal(WHOLE, flipped(HEAD, bit));
        believed(read, 20, `bit ${bit}`);
        answers.add(read.state);
      }
      return [...answers];
    });
    // The newest slot, 20, stands first: it may have been cut off while it was written. The other may not.
    assert.deepEqual(all, [['sound'], ['damaged']]);
  });
  test('in a last record that nobody was told of', () => {
    const head = headFile(19);
    const start = Buffer.concat(lines.slice(0, 19)).length * 8;
    for (let bit = start; bit < Buffer.concat(lines).length * 8; bit++)
      believed(readJournal(flipped(WHOLE, bit), head), 19, `bit ${bit}`);
    for (let bit = 0; bit < start; bit += 13) isDamaged(readJournal(flipped(WHOLE, bit), head), `bit ${bit}`);
  });
});

describe('every record out of its place is seen', () => {
  test('dropped', () => {
    for (let i = 0; i < 20; i++) isDamaged(readJournal(journalOf(lines.toSpliced(i, 1)), HEAD), `${i}`);
  });
  test('doubled, at once or later', () => {
    for (let i = 0; i < 20; i++) {
      for (let at = i; at <= 20; at++) {
        const line = lines[i] ?? Buffer.of();
        isDamaged(readJournal(journalOf(lines.toSpliced(at, 0, line)), HEAD), `${i} at ${at}`);
      }
    }
  });
  test('swapped', () => {
    for (let i = 0; i < 20; i++) {
      for (let j = i + 1; j < 20; j++) {
        const [a, b] = [lines[i] ?? Buffer.of(), lines[j] ?? Buffer.of()];
        isDamaged(readJournal(journalOf(lines.with(i, b).with(j, a)), HEAD), `${i} and ${j}`);
      }
    }
  });
  test('of another journal', () => {
    const others = written(BODIES.map((body) => (body.type === 'begin' ? { ...body, plan: 'x' } : body)));
    for (let i = 0; i < 20; i++)
      isDamaged(readJournal(journalOf(lines.with(i, others.lines[i] ?? Buffer.of())), HEAD), `${i}`);
  });
  test('of another journal, all of them', () => {
    const others = written(BODIES.map((body) => (body.type === 'begin' ? { ...body, plan: 'x' } : body)));
    isDamaged(readJournal(journalOf(others.lines), HEAD), 'all');
  });
  test('of another number', () => {
    const line = recordLine({ type: 'undone', change: 1 }, { count: 7, hash: FIRST_HASH }).line;
    isDamaged(readJournal(Buffer.from(line), headFile(0)), 'a first record that says 8');
  });
  test('in bytes that are no text but decode to the same', () => {
    const at = WHOLE.indexOf('\ufffd');
    const journal = Buffer.concat([WHOLE.subarray(0, at), Buffer.of(0xff), WHOLE.subarray(at + 3)]);
    assert.equal(journal.toString(), WHOLE.toString());
    isDamaged(readJournal(journal, HEAD), '0xff for U+FFFD');
  });
  test('after one that nobody was told of', () => {
    for (const tail of ['x', '\n\n{}\n', lines[19] ?? ''])
      isDamaged(readJournal(Buffer.concat([...lines, Buffer.from(tail)]), headFile(19)), `${tail}`);
  });
  test('truncated, at any byte', () => {
    const end = Buffer.concat(lines).length;
    for (let length = 0; length < end; length++)
      isDamaged(readJournal(WHOLE.subarray(0, length), HEAD), `${length} bytes`);
    for (let length = end; length < WHOLE.length; length++)
      assert.equal(readJournal(WHOLE.subarray(0, length), HEAD).state, 'sound');
  });
});

describe('a write that was cut off', () => {
  test('leaves the records before it', () => {
    const start = Buffer.concat(lines.slice(0, 19)).length;
    for (let length = start + 1; length < Buffer.concat(lines).length; length++) {
      const cut = Buffer.concat([WHOLE.subarray(0, length), filled(WHOLE.length - length)]);
      const read = readJournal(cut, headFile(19));
      // Without its last newline the line is whole: the fill supplies it.
      if (length === Buffer.concat(lines).length - 1) assert.equal(read.state, 'sound');
      else believed(read, 19, `${length} bytes`);
    }
  });
  test('of the head leaves the record that was written before it', () => {
    const { offset, text } = headSlot(heads[20] ?? { count: 0, hash: '' });
    for (let length = 1; length < text.length - 1; length++) {
      const head = headFile(20);
      const older = headSlot(heads[18] ?? { count: 0, hash: '' }).text;
      const mixed = text.slice(0, length) + older.slice(length);
      if (mixed === older) continue;
      head.write(mixed, offset, 'latin1');
      believed(readJournal(WHOLE, head), 20, `${length} bytes`);
    }
  });
  test('and came through whole counts, before the head knows of it', () => {
    const read = readJournal(WHOLE, headFile(19));
    assert.equal(read.state === 'sound' && read.records.length, 20);
    assert.equal(read.state === 'sound' && read.torn, false);
  });
});

describe('a head that does not fit', () => {
  test('is seen', () => {
    for (const [what, head] of [
      ['empty', Buffer.of()],
      ['short', HEAD.subarray(0, -1)],
      ['long', Buffer.concat([HEAD, filled(1)])],
      ['blank', filled(2 * HEAD_SLOT)],
      ['swapped', Buffer.concat([HEAD.subarray(HEAD_SLOT), HEAD.subarray(0, HEAD_SLOT)])],
      ['older', headFile(18)],
      ['twice the newest', Buffer.concat([HEAD.subarray(0, HEAD_SLOT), HEAD.subarray(0, HEAD_SLOT)])],
    ] as const)
      isDamaged(readJournal(WHOLE, head), what);
    for (let count = 0; count < 20; count++)
      isDamaged(readJournal(journalOf(lines.slice(0, count)), HEAD), `head of 20 over ${count}`);
  });
});

test('a newer journal is not damaged but newer', () => {
  const record = `{"previous":"${FIRST_HASH}","version":2}`;
  const hash = createHash('sha256').update(record).digest('hex');
  const journal = Buffer.from(`{"hash":"${hash}","record":${record}}\n`);
  assert.deepEqual(readJournal(journal, filled(2 * HEAD_SLOT)), { state: 'newer', version: 2 });
});
