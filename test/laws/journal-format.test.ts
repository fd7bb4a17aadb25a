import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { openJournal } from '../../src/engine/journal.ts';
import { readJournal } from '../../src/engine/journal-text.ts';
import { purge } from '../../src/engine/purge.ts';
import { recover } from '../../src/engine/recover.ts';
import { createMemoryStateDir, type MemoryStateDir } from './lab/memory-state-dir.ts';
import { HOST, NOW, smallRun, WISHES } from './lab/small-run.ts';
import { createWatchedHost } from './lab/watched-host.ts';

/*
 * A reader written from docs/journal-format.md alone: what stands between these two comments knows nothing of src/.
 */
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Verdict = { is: 'sound'; records: Json[] } | { is: 'damaged' } | { is: 'newer' };

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

function canonical(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key] as Json)}`).join(',')}}`;
}

const isFill = (bytes: Uint8Array) => bytes.every((byte) => byte === 0x0a);

/** The record that a line is, if its hash is right and printing it again gives the same bytes. */
function recordOf(line: Buffer): { record: { [key: string]: Json }; hash: string } | null {
  try {
    const whole = JSON.parse(line.toString('utf8'));
    const { hash, record } = whole;
    if (`{"hash":"${hash}","record":${canonical(record)}}\n` !== line.toString('utf8')) return null;
    if (!Buffer.from(line.toString('utf8')).equals(line) || sha256(canonical(record)) !== hash) return null;
    return { record, hash };
  } catch {
    return null;
  }
}

type Slot = { count: number; hash: string } | 'empty' | 'unsound';

function slotOf(bytes: Buffer, parity: number): Slot {
  if (isFill(bytes)) return 'empty';
  const [first = '', ...rest] = bytes.toString('latin1').split('\n');
  const [count = '', hash = '', check] = first.split(' ');
  const isSound =
    /^\d{10}$/.test(count) &&
    /^[0-9a-f]{64}$/.test(hash) &&
    first === `${count} ${hash} ${sha256(`${count} ${hash}`)}` &&
    check !== undefined &&
    rest.every((text) => text === '') &&
    Number(count) % 2 === parity;
  return isSound ? { count: Number(count), hash } : 'unsound';
}

function read(journal: Buffer, headFile: Buffer): Verdict {
  if (headFile.length !== 1024) return { is: 'damaged' };
  const slots = [slotOf(headFile.subarray(0, 512), 0), slotOf(headFile.subarray(512), 1)];
  let head = { count: 0, hash: '0'.repeat(64) };
  for (const slot of slots) if (typeof slot === 'object' && slot.count > head.count) head = slot;

  const records: Json[] = [];
  let previous = '0'.repeat(64);
  let end = 0;
  let atHead = head.count === 0 ? previous : null;
  const nextLine = () => journal.subarray(end, journal.indexOf(0x0a, end) + 1 || end);
  for (let line = nextLine(); ; line = nextLine()) {
    const found = recordOf(line);
    if (found === null) break;
    const { version, number, previous: before } = found.record;
    if (typeof version === 'number' && version > 1) return { is: 'newer' };
    if (version !== 1 || number !== records.length + 1 || before !== previous) break;
    records.push(found.record);
    previous = found.hash;
    if (records.length === head.count) atHead = previous;
    end += line.length;
  }
  const ahead = records.length - head.count;
  if (atHead !== head.hash || (ahead !== 0 && ahead !== 1)) return { is: 'damaged' };
  if (slots.includes('unsound') && ahead !== 1) return { is: 'damaged' };
  if (isFill(journal.subarray(end))) return { is: 'sound', records };
  if (ahead === 1 || recordOf(nextLine()) !== null) return { is: 'damaged' };
  return { is: 'sound', records };
}
/* Here the reader ends. */

interface Files {
  readonly journal: Buffer;
  readonly head: Buffer;
}

function filesOf(stateDir: MemoryStateDir, run: string): Files {
  const files = stateDir.files.get(run);
  return {
    journal: Buffer.from(files?.get('journal.ndjson') ?? []),
    head: Buffer.from(files?.get('head') ?? []),
  };
}

/** What the engine itself makes of the same bytes. */
function byTheEngine({ journal, head }: Files): Verdict['is'] {
  return readJournal(journal, head).state;
}

function flip(bytes: Buffer, bit: number): Buffer {
  const flipped = Buffer.from(bytes);
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped;
}

async function oneRun(wishes = WISHES.slice(1, 2)): Promise<Files> {
  const stateDir = createMemoryStateDir();
  assert.equal(await smallRun(createWatchedHost(HOST), stateDir, wishes), 'applied');
  const { journal, head } = filesOf(stateDir, '000001');
  // Most of the room after the records is cut off: every change of the bytes below is read with it.
  return { journal: journal.subarray(0, journal.indexOf('\n\n') + 64), head };
}

test('reads what the engine wrote: an apply, a recovered crash, a purge', async () => {
  let isDead = false;
  const stateDir = createMemoryStateDir(() => {
    if (isDead) throw new Error('crash');
  });
  const host = createWatchedHost(HOST);
  await smallRun(host, stateDir, WISHES.slice(1, 3));
  const crash = async () => {
    isDead = true;
    throw new Error('crash');
  };
  await assert.rejects(smallRun(host, stateDir, WISHES, { verify: crash }), /crash/);
  isDead = false;
  await recover(host, stateDir, NOW, 'all');
  const writer = {
    host,
    stateDir,
    tool: 'test',
    now: NOW,
    interrupted: () => null,
    onProgress: () => undefined,
  };
  await purge(writer, '000001');

  for (const run of ['000001', '000002']) {
    const { journal, head } = filesOf(stateDir, run);
    const found = read(journal, head);
    assert.ok(found.is === 'sound');
    const bodies = found.records.map((record) => {
      const { version, number, previous, ...body } = record as { [key: string]: Json };
      return body;
    });
    assert.deepEqual(bodies, openJournal(stateDir.run(run))?.records);
    const plan = stateDir.files.get(run)?.get('plan.json') ?? new Uint8Array();
    assert.equal(sha256(plan), bodies[0]?.plan);
    assert.equal(canonical(JSON.parse(Buffer.from(plan).toString())), Buffer.from(plan).toString());
  }
  const types = openJournal(stateDir.run('000002'))?.records.map(({ type }) => type);
  assert.deepEqual(
    [...new Set(types)],
    ['begin', 'intent', 'done', 'effect', 'undoing', 'undo', 'undone', 'end'],
  );
});

test('a flipped bit is seen, by it and by the engine alike', async () => {
  const { journal, head } = await oneRun();
  const whole = read(journal, head);
  assert.ok(whole.is === 'sound');
  const end = journal.indexOf('\n\n') + 1;
  for (let bit = 0; bit < end * 8; bit++) {
    const flipped = flip(journal, bit);
    assert.equal(read(flipped, head).is, 'damaged', `bit ${bit} of the journal`);
    assert.equal(byTheEngine({ journal: flipped, head }), 'damaged', `bit ${bit} of the journal`);
  }
  const slot = whole.records.length % 2;
  for (let bit = 0; bit < head.length * 8; bit++) {
    const flipped = flip(head, bit);
    const found = read(journal, flipped);
    // In the slot of the last record it is taken for a write that was cut off: then the records speak for themselves.
    assert.equal(found.is, bit >> 12 === slot ? 'sound' : 'damaged', `bit ${bit} of the head`);
    if (found.is === 'sound') assert.equal(found.records.length, whole.records.length);
    assert.equal(byTheEngine({ journal, head: flipped }), found.is, `bit ${bit} of the head`);
  }
});

test('lost, doubled, swapped and foreign records and a cut-off end are seen', async () => {
  const { journal, head } = await oneRun();
  const end = journal.indexOf('\n\n') + 1;
  const lines = journal.subarray(0, end).toString().match(/.*\n/g) ?? [];
  const padded = (text: readonly string[]) => Buffer.from(text.join('').padEnd(journal.length, '\n'));
  assert.ok(lines.length > 3);
  for (let i = 0; i < lines.length; i++) {
    const [before, line = '', after] = [lines.slice(0, i), lines[i], lines.slice(i + 1)];
    const changed: (readonly string[])[] = [
      [...before, ...after],
      [...before, line, line, ...after],
    ];
    const [next, ...rest] = after;
    if (next !== undefined) changed.push([...before, next, line, ...rest]);
    for (const text of changed) {
      assert.deepEqual(read(padded(text), head), { is: 'damaged' });
      assert.equal(byTheEngine({ journal: padded(text), head }), 'damaged');
    }
  }
  const others = (await oneRun(WISHES.slice(3, 4))).journal.toString().match(/.+\n/g) ?? [];
  for (const number of lines.keys()) {
    const mixed = padded(lines.map((line, i) => (i === number ? (others[i] ?? '') : line)));
    if (mixed.equals(journal)) continue;
    assert.equal(read(mixed, head).is, 'damaged', `record ${number + 1} of another run`);
    assert.equal(byTheEngine({ journal: mixed, head }), 'damaged', `record ${number + 1} of another run`);
  }
  for (let length = 0; length < end; length++) {
    const cut = { journal: journal.subarray(0, length), head };
    assert.deepEqual(read(cut.journal, head), { is: 'damaged' });
    assert.equal(byTheEngine(cut), 'damaged');
    assert.equal(byTheEngine({ journal, head: head.subarray(0, length % 1024) }), 'damaged');
  }
});

test('a record being written is no record yet, and one that the head has not heard of counts', async () => {
  const { journal, head } = await oneRun();
  const whole = read(journal, head);
  assert.ok(whole.is === 'sound');
  const count = whole.records.length;
  const earlier = Buffer.from(head);
  earlier.fill('\n', (count % 2) * 512, (count % 2) * 512 + 512);
  assert.deepEqual(read(journal, earlier), whole);
  assert.equal(byTheEngine({ journal, head: earlier }), 'sound');

  const end = journal.indexOf('\n\n') + 1;
  const start = journal.lastIndexOf('\n', end - 2) + 1;
  for (let length = start + 1; length < end; length++) {
    const torn = Buffer.from(journal);
    torn.fill('\n', length - 1, end);
    assert.deepEqual(read(torn, earlier), { is: 'sound', records: whole.records.slice(0, -1) });
    assert.equal(byTheEngine({ journal: torn, head: earlier }), 'sound');
  }
});
