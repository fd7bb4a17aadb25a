import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, statSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { appendText } from '../../src/host/append-text.ts';
import type { Path } from '../../src/model/path.ts';
import { Refused } from '../../src/model/refusal.ts';
import { type ARoot, aRoot, MEMBERS } from './lab/a-root.ts';
import { runTool } from './lab/run-tool.ts';

const POLICY = 'etc/holdfast/policy.ini';
const OBJECT = 'user:ci';
const waive = (root: ARoot, object = OBJECT, until = '2199-12-31', ...more: readonly string[]) =>
  root.holdfast(
    'waive',
    MEMBERS,
    object,
    '--reason',
    'builds images',
    '--owner',
    'ops',
    '--until',
    until,
    ...more,
  );

test('what is waived is left alone, and stays in sight', () => {
  using root = aRoot();
  const { status, stdout, stderr } = waive(root);
  assert.deepEqual([status, stderr], [0, 'Written to /etc/holdfast/policy.ini: [waiver user-ci]\n']);
  assert.match(stdout, /waived/i);
  assert.equal(statSync(`${root.path}/${POLICY}`).mode & 0o7777, 0o644);
  const json = JSON.parse(root.holdfast('plan', MEMBERS, '--format', 'json').stdout);
  assert.deepEqual(json.changes, []);
  const scanned = JSON.parse(root.holdfast('scan', MEMBERS, '--format', 'json').stdout);
  const found = scanned.requirements.find(({ object }: { object: string }) => object === OBJECT);
  assert.deepEqual([found.verdict, found.waiver.owner], ['waived', 'ops']);
});

test('a policy that a person wrote is added to, and not written anew', () => {
  using root = aRoot();
  const mine = '; mine\r\nprofile = strict';
  root.write(POLICY, mine);
  const named = root.beside('other.ini');
  writeFileSync(named, '');
  assert.equal(waive(root, OBJECT, '2199-12-31', '--policy', named).status, 0);
  assert.equal(root.read(POLICY), mine);
  const { ino } = statSync(`${root.path}/${POLICY}`);
  assert.equal(waive(root).status, 0);
  assert.ok(root.read(POLICY).startsWith(`${mine}\n\n[waiver user-ci]\n`));
  assert.equal(statSync(`${root.path}/${POLICY}`).ino, ino);
});

test('what cannot be waived is refused, and nothing is written', () => {
  using root = aRoot();
  const policy = `[waiver old]\nplaybook = ${MEMBERS}\nobject = ${OBJECT}\nreason = r\nowner = o\nuntil = 2020-01-01\n`;
  for (const [args, before, status, said] of [
    [['user:c1', '2199-12-31'], '', 1, /Did you mean "user:ci"\?/],
    [[OBJECT, '2020-01-01'], '', 1, /is over already/],
    [[OBJECT, 'tomorrow'], '', 1, /is no day like/],
    [[OBJECT, '2199-12-31', '--reason', ' '], '', 1, /--reason is empty/],
    [[OBJECT, '2199-12-31'], policy, 3, /\[waiver old\] of the policy .* until\s+2020-01-01/],
    [['group:docker', '2199-12-31'], '[accounts/docker-group-members]\nallowed = ci\n', 3, /it is met/],
    [[OBJECT, '2199-12-31'], 'nonsense\n', 1, /policy\.ini:1/],
    [['waiver:old', '2199-12-31'], policy, 1, /finds no "waiver:old"/],
    [[OBJECT, '2199-12-31', '--policy', '/no/such'], '', 1, /no such file/],
  ] as const) {
    root.write(POLICY, before);
    const ran = waive(root, ...(args as readonly [string, string, ...string[]]));
    assert.equal(ran.status, status, ran.stderr);
    assert.match(ran.stderr.replaceAll(/\s+/g, ' '), said);
    assert.equal(root.read(POLICY), before);
  }
  assert.equal(root.holdfast('waive', MEMBERS, OBJECT, '--reason', 'r', '--owner', 'o').status, 1);
});

test('a policy that root may not trust is not written to either', () => {
  using root = aRoot();
  root.write(POLICY, '');
  unlinkSync(`${root.path}/${POLICY}`);
  chmodSync(`${root.path}/etc/holdfast`, 0o777);
  assert.match(waive(root).stderr, /\/etc\/holdfast can\s+be written by others/);
  chmodSync(`${root.path}/etc/holdfast`, 0o755);
  symlinkSync('nothing', `${root.path}/${POLICY}`);
  assert.match(waive(root).stderr, /it is a link to\s+nothing/);
  assert.equal(root.holdfast('scan').status, 1);
});

test('all of a text is added, or none', () => {
  using root = aRoot();
  const place = root.beside('small');
  mkdirSync(place);
  runTool('mount', ['-t', 'tmpfs', '-o', 'size=16k,mode=0755', 'small', place]);
  try {
    const at = place as Path;
    appendText(at, '/d/f', 'one\n', 0);
    const refused = (path: Path, text: string, size: number, code: string) =>
      assert.throws(
        () => appendText(at, path, text, size),
        (error) => error instanceof Refused && error.refusal.code === code,
      );
    refused('/d/f', 'x'.repeat(32_768), 4, 'io');
    assert.equal(statSync(`${place}/d/f`).size, 4);
    refused('/d/new', 'x'.repeat(32_768), 0, 'io');
    assert.equal(existsSync(`${place}/d/new`), false);
    refused('/d/f', 'two\n', 3, 'changed-since');
    refused('/no/d/f', 'x', 0, 'parent-missing');
    symlinkSync('f', `${place}/d/l`);
    refused('/d/l', 'x', 4, 'io');
    appendText(at, '/d/f', 'two\n', 4);
    assert.equal(statSync(`${place}/d/f`).size, 8);
  } finally {
    runTool('umount', [place]);
  }
});
