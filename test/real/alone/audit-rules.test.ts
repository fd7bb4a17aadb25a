import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, test } from 'node:test';
import adminActivity from '../../../playbooks/audit/admin-activity.ts';
import type { AuditRules } from '../../../src/facts/audit-rules.ts';
import { loadAtBoot } from '../../../src/facts/load-at-boot.ts';
import type { AuditRule } from '../../../src/formats/audit-rule.ts';
import { canonicalAuditRule } from '../../../src/formats/canonical-audit-rule.ts';
import { parseAuditRules } from '../../../src/formats/parse-audit-rules.ts';
import { versionOrder } from '../../../src/formats/version-order.ts';
import { liveAuditRules } from '../../../src/host/live-audit-rules.ts';
import { createLocalHost } from '../../../src/host/local-host.ts';
import { Refused } from '../../../src/model/refusal.ts';
import { readFacts } from '../../cases/read-facts.ts';

/** Rules are the whole machine's: only those with this key are looked at, and they go again. */
const KEY = `holdfast-test-${process.pid}`;
const directory = mkdtempSync(join(tmpdir(), 'holdfast-audit-'));
writeFileSync(join(directory, 'file'), '');
mkdirSync(join(directory, 'sub'));

afterEach(() => {
  auditctl('-D', '-k', KEY);
});

after(() => {
  rmSync(directory, { recursive: true });
  assert.deepEqual(listed(), []);
});

function auditctl(...args: string[]): { status: number | null; stdout: string } {
  const { status, stdout, error } = spawnSync('/usr/sbin/auditctl', args, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  return { status, stdout };
}

function listed(): readonly string[] {
  return auditctl('-l')
    .stdout.split('\n')
    .filter((line) => line.includes(KEY));
}

const NO_RULES: AuditRules = {
  auditctl: '/usr/sbin/auditctl',
  directory: true,
  configured: [],
  stop: null,
  failureMode: null,
  enabled: null,
  unterminated: [],
  loaded: [],
  status: null,
};

const SPELLINGS = [
  ['-w', 'F', '-p', 'wa', '-k', 'docker', '-k', KEY],
  ['-w', 'D', '-k', KEY],
  ['-w', 'D/', '-p', 'xr', '-k', KEY],
  ['-a', 'always,exit', '-F', 'path=F', '-F', 'perm=axw', '-k', 'docker', '-k', KEY],
  ['-a', 'exit,always', '-F', 'dir=D/', '-F', 'perm=wa', '-F', `key=${KEY}`],
  ['-a', 'always,exit', '-F', 'path=F', '-F', `key=${KEY}`],
  ['-a', 'always,exit', '-F', 'arch=b64', '-F', 'path=F', '-F', 'perm=wxa', '-k', KEY],
  [
    '-a',
    'always,exit',
    '-S',
    'all',
    '-F',
    'dir=D',
    '-F',
    'perm=wa',
    '-F',
    'auid>=1000',
    '-F',
    'auid!=unset',
    '-k',
    KEY,
  ],
  [
    '-a',
    'always,exit',
    '-F',
    'arch=x86_64',
    '-S',
    'openat,open',
    '-S',
    'execve',
    '-F',
    'auid!=4294967295',
    '-F',
    'exit=-EACCES',
    '-k',
    KEY,
  ],
  [
    '-a',
    'always,exit',
    '-F',
    'arch=b64',
    '-S',
    'kill',
    '-F',
    'euid=root',
    '-F',
    'a1=9',
    '-F',
    'success=1',
    '-k',
    KEY,
  ],
  ['-a', 'always,exit', '-F', 'arch=b64', '-S', 'execve', '-C', 'uid!=euid', '-F', `key=${KEY}`],
  ['-a', 'always,exit', '-F', 'arch=b32', '-C', 'euid!=uid', '-F', 'auid!=unset', '-S', 'execve', '-k', KEY],
  [
    '-a',
    'always,exit',
    '-F',
    'arch=b64',
    '-S',
    'execve',
    '-C',
    'obj_uid!=auid',
    '-C',
    'fsgid=gid',
    '-k',
    KEY,
  ],
  [
    '-a',
    'always,exit',
    '-F',
    'arch=b32',
    '-S',
    'umount2,mount',
    '-F',
    'auid>=1000',
    '-k',
    'mounts',
    '-k',
    KEY,
  ],
  ['-a', 'always,exit', '-F', 'path=F', '-F', 'perm=x', '-F', 'auid>=1000', '-F', 'auid!=unset', '-k', KEY],
  [
    '-a',
    'always,exit',
    '-F',
    'arch=b64',
    '-S',
    'settimeofday,adjtimex,clock_settime',
    '-k',
    'time',
    '-k',
    KEY,
  ],
];

for (const words of SPELLINGS) {
  test(`our canonical form is the kernel's: ${words.slice(0, -1).join(' ')}`, () => {
    const given = words.map((word) =>
      word.replace(/^(path=)?F$/, `$1${directory}/file`).replace(/^(dir=)?D/, `$1${directory}/sub`),
    );
    assert.equal(auditctl(...given).status, 0);
    const [line = '', ...others] = listed();
    assert.equal(others.length, 0);
    const canonical = canonicalAuditRule(given.join(' '));
    assert.equal(canonicalAuditRule(line), canonical);
    // The canonical words take the rule out and bring it in, which is how rules are changed one by one.
    const [first = '', ...rest] = canonical.split(' ');
    // Only `-F dir=D/` keeps its slash in the kernel, and wants it back. Holdfast never writes one.
    if (words.includes('dir=D/')) return;
    assert.equal(auditctl(first === '-w' ? '-W' : '-d', ...rest).status, 0);
    assert.deepEqual(listed(), []);
    assert.equal(auditctl(first, ...rest).status, 0);
    assert.deepEqual(listed(), [line]);
  });
}

test('a rule is put in and taken out by itself, and one that is there or gone already is no failure', async () => {
  const rule = `-w ${directory}/file -p wa -k ${KEY}`;
  assert.equal(auditctl('-w', `${directory}/sub`, '-p', 'r', '-k', KEY).status, 0);
  for (const state of [true, true, null, null] as const) {
    await liveAuditRules.put(rule, state);
    assert.equal(await liveAuditRules.read(rule), state);
    assert.equal(listed().length, state === null ? 1 : 2);
  }
  const isRefused = (error: unknown) => error instanceof Refused && error.refusal.code === 'command-failed';
  await assert.rejects(liveAuditRules.put(`-w ${directory}/none/file -p wa -k ${KEY}`, true), isRefused);
});

test('auditctl prints a never-rule like a watch, which is why silencing rules are looked for in files', () => {
  assert.equal(
    auditctl('-a', 'never,exit', '-F', `path=${directory}/file`, '-F', 'perm=r', '-k', KEY).status,
    0,
  );
  assert.deepEqual(listed(), [`-w ${directory}/file -p r -k ${KEY}`]);
});

test('what is to be recorded of administrators loads as one file, is listed as we say, and goes rule by rule', async () => {
  const host = createLocalHost({ root: '/', stateDir: null });
  const { files, programs, arches } = await readFacts(host, adminActivity.facts);
  const facts = { rules: NO_RULES, files, programs, arches, logins: [] };
  const found = adminActivity.assess({ facts, params: { commands: 'root' } });
  const parts = found.flatMap(({ wishes }) => wishes.map(({ part }) => part ?? ''));
  const lines = parts
    .filter((part) => part.startsWith('audit:'))
    .map((part) => part.slice('audit:'.length).replace(/-k holdfast-\S+$/, `-k ${KEY}`));
  writeFileSync(join(directory, 'rules'), lines.map((line) => `${line}\n`).join(''));
  assert.equal(auditctl('-R', join(directory, 'rules')).status, 0);
  const canonical = lines.map(canonicalAuditRule);
  assert.deepEqual(listed().map(canonicalAuditRule), canonical);
  for (const rule of canonical) await host.putLive('audit-rule', rule, null);
  assert.deepEqual(listed(), []);
});

test('loading ends where we say it ends', () => {
  const good = (perm: string) => `-w ${directory}/file -p ${perm} -k ${KEY}`;
  const bad = [
    `-w ${directory}/none/file -p x -k ${KEY}`,
    `-a always,exit -F dir=${directory}/none -F perm=x -k ${KEY}`,
    `-a always,exit -F path=${directory}/file -F perm=w -k ${KEY}`,
    `-W ${directory}/file -p rw -k ${KEY}`,
  ];
  for (const rule of bad) {
    for (const goOn of ['', '-c\n', '-i\n']) {
      const text = `${goOn}${good('w')}\n${rule}\n${good('a')}\n`;
      writeFileSync(join(directory, 'rules'), text);
      auditctl('-R', join(directory, 'rules'));
      const items = parseAuditRules(text).map((item) => ({ ...item, source: '/rules' as const }));
      const targets = new Map(
        items.flatMap((item) => (item.says === 'rule' ? [[item.rule, targetOf(item.rule)] as const] : [])),
      );
      const { failures } = loadAtBoot(items, targets);
      const expected = items.flatMap((item) =>
        item.says === 'rule' && !failures.has(item.rule) ? [canonicalAuditRule(item.text)] : [],
      );
      assert.deepEqual(listed().map(canonicalAuditRule), expected, text);
      auditctl('-D', '-k', KEY);
    }
  }
});

function targetOf({ watched }: AuditRule): { path: '/'; missing: string | null } {
  return { path: '/', missing: watched?.path.includes('none') ? 'it is not there' : null };
}

test('files are merged in the order in which we merge them', () => {
  const names = [
    '9-a',
    '10-b',
    '10-base',
    '010-c',
    'audit',
    'Zed',
    'z~',
    '50_x',
    '50-x',
    '50.x',
    'a1b2',
    'a1b10',
  ];
  const rules = join(directory, 'sub');
  for (const name of names) writeFileSync(join(rules, `${name}.rules`), '');
  const { stdout } = spawnSync('/bin/ls', ['-1v', rules], { encoding: 'utf8' });
  assert.deepEqual(names.map((name) => `${name}.rules`).sort(versionOrder), stdout.trim().split('\n'));
});
