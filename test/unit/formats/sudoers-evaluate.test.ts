import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSudoers } from '../../../src/formats/sudoers.ts';
import {
  decideSudoers,
  passwordlessSudoers,
  type SudoersPolicy,
} from '../../../src/formats/sudoers-evaluate.ts';
import { sudoersStatements } from '../../../src/formats/sudoers-file.ts';
import { sudoersDecisions } from '../../sudoers-decisions.ts';

const ALICE = { name: 'alice', uid: 1000, groups: [{ name: 'ops', gid: 50 }] };
const DOCKER = ['/usr/bin/docker'] as const;

const policy = (text: string, hostname: string | null = 'web1'): SudoersPolicy => ({
  statements: sudoersStatements({ path: '/etc/sudoers', lines: parseSudoers(text), includes: [] }),
  hostname,
});
const decide = (text: string, hostname: string | null = 'web1') => {
  const { allowed, password, rule } = decideSudoers(policy(text, hostname), ALICE, DOCKER);
  return `${allowed ? 'yes' : 'no'}${allowed && !password ? ' without password' : ''} ${rule?.line ?? '-'}`;
};

test('the last rule that matches decides', () => {
  for (const [text, expected] of sudoersDecisions) assert.equal(decide(text), expected, text);
});

test('whatever comes before, a last rule with PASSWD asks for the password', () => {
  for (const [text] of sudoersDecisions.filter(([text]) => !text.includes('exempt_group'))) {
    const last = `${text}\nalice ALL=(root) PASSWD: /usr/bin/docker`;
    assert.equal(decide(last), `yes ${last.split('\n').length}`, text);
  }
});

test('an empty runas list is the user alone, whom sudo -l takes for the one who asks', () => {
  assert.equal(decide('alice ALL=() ALL'), 'no -');
});

test('what only the running sudo can know is no permission, and may be a refusal', () => {
  assert.equal(decide('ALL, !+net ALL=ALL'), 'no -');
  assert.equal(decide('alice ALL=ALL, !/usr/bin/docker run'), 'no 1');
});

test('a host that is not known matches only ALL', () => {
  assert.equal(decide('alice web1=ALL', null), 'no -');
  assert.equal(decide('alice ALL=ALL', null), 'yes 1');
  assert.equal(decide('alice web1.example.org=ALL', 'web1.example.org'), 'yes 1');
  assert.equal(decide('alice web1=ALL', 'web1.example.org'), 'yes 1');
});

test('a program is known by all its names', () => {
  const { allowed } = decideSudoers(policy('alice ALL=/opt/bin/docker'), ALICE, [
    '/usr/bin/docker',
    '/opt/bin/docker',
  ]);
  assert.equal(allowed, true);
});

const passwordless: readonly (readonly [string, readonly number[]])[] = [
  ['alice ALL=ALL', []],
  ['alice ALL=NOPASSWD: ALL', [1]],
  ['root ALL=NOPASSWD: ALL', []],
  ['+net 10.0.0.0/8=NOPASSWD: /usr/bin/docker ps', [1]],
  ['alice db1=NOPASSWD: ALL', []],
  ['alice ALL=NOPASSWD: /bin/ls', []],
  ['alice ALL=NOPASSWD: ALL, !/usr/bin/docker', []],
  ['alice ALL=NOPASSWD: ALL, !/usr/bin/docker run', [1]],
  ['alice ALL=NOPASSWD: ALL, PASSWD: /usr/bin/docker', []],
  ['alice ALL=NOPASSWD: ALL, PASSWD: /usr/bin/docker run', [1]],
  ['alice ALL=(bob) NOPASSWD: ALL', []],
  ['nobody-here ALL=NOPASSWD: ALL\nALL ALL=PASSWD: ALL', [1]],
  ['Defaults !authenticate\nalice ALL=ALL', [1]],
  ['Defaults !authenticate\nalice ALL=/bin/ls', []],
  ['Defaults !authenticate\nDefaults authenticate\nalice ALL=ALL', []],
  ['Defaults !authenticate\nalice ALL=NOPASSWD: ALL', [2]],
];

test('every line that takes the password from the program is found', () => {
  for (const [text, expected] of passwordless) {
    const found = passwordlessSudoers(policy(text), [ALICE, { name: 'root', uid: 0, groups: [] }], DOCKER);
    assert.deepEqual(
      found.map(({ line }) => line),
      expected,
      text,
    );
  }
});
