import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { auditRulesFormat } from '../../../src/formats/audit-rules.ts';
import { canonicalAuditRule } from '../../../src/formats/canonical-audit-rule.ts';
import { parseAuditRules } from '../../../src/formats/parse-audit-rules.ts';
import { Malformed } from '../../../src/model/format.ts';

test('one rule has one canonical form', () => {
  const groups = [
    [
      '-w /usr/bin/docker -p wxa -k docker -k own',
      '-w /usr/bin/docker -p axw -k docker -k own',
      '-a always,exit -F path=/usr/bin/docker -F perm=wxa -k docker -k own',
      '-a exit,always -S all -F path=/usr/bin/docker -F perm=xwa -F key=docker -F key=own',
      '  -w/usr/bin/docker  -pwxa -kdocker -kown ',
    ],
    [
      '-w /etc/docker -p rwxa -k k',
      '-w /etc/docker/ -k k',
      '-a always,exit -F dir=/etc/docker/ -F perm=rwxa -k k',
    ],
    [
      '-a always,exit -F arch=b64 -S all -F dir=/d -F perm=wa -F auid>=1000 -F auid!=-1 -F key=k',
      '-a always,exit -F arch=x86_64 -F dir=/d/ -F perm=aw -F auid>=1000 -F auid!=unset -k k',
      '-a always,exit -F dir=/d -F arch=b64 -F perm=wa -F auid>=1000 -F auid!=4294967295 -k k',
    ],
    [
      '-a always,exit -F arch=b64 -S execve,open -F key=k',
      '-a always,exit -F arch=b64 -S open -S execve -k k',
    ],
    ['-a always,exit -S execve -C uid!=euid -F key=k', '-a always,exit -C uid!=euid -F key=k -S execve'],
    [
      '-a always,exit -S execve -C uid!=euid -C auid=fsuid -C custom=uid',
      '-a always,exit -S execve -C euid!=uid -C fsuid=auid -C custom=uid',
    ],
    ['-a never,task', '-a task,never', '-A task,never'],
  ];
  for (const [canonical = '', ...others] of groups) {
    for (const rule of [canonical, ...others]) assert.equal(canonicalAuditRule(rule), canonical, rule);
  }
});

test('what differs stays different', () => {
  const rules = [
    '-w /a -p wa -k k',
    '-w /a -p wa',
    '-w /a -p w -k k',
    '-w /b -p wa -k k',
    '-W /a -p wa -k k',
    '-a always,exit -F path=/a -k k',
    '-a always,exit -F arch=b64 -F path=/a -F perm=wa -k k',
    '-a never,exit -F path=/a -F perm=wa -k k',
    '-w /a\\ b -p wa -k k',
  ];
  assert.equal(new Set(rules.map(canonicalAuditRule)).size, rules.length);
});

test('what cannot be understood comes back as it is', () => {
  assert.equal(canonicalAuditRule(' f123=4 '), 'f123=4');
});

test('options and comments', () => {
  const text =
    '## c\n  # d\n-D\n-b 8192\n--backlog_wait_time 60000\n-f 1\n-c\n-e 2\n--loginuid-immutable\n-D -k x\n';
  const options = parseAuditRules(text).map(
    (each) => each.says === 'option' && [each.line, each.name, each.value],
  );
  assert.deepEqual(options, [
    [3, '-D', null],
    [4, '-b', '8192'],
    [5, '--backlog_wait_time', '60000'],
    [6, '-f', '1'],
    [7, '-c', null],
    [8, '-e', '2'],
    [9, '--loginuid-immutable', null],
    [10, '-D', 'x'],
  ]);
});

test('what auditctl would not understand is malformed, with its line', () => {
  const lines = [
    '-w /a -p wa # why',
    '-w a -p wa',
    '-w /a -p wq',
    '-w',
    '-a always -F path=/a',
    '-a always,exit -F path',
    '-F path=/a',
    '-k k',
    'watch /a',
    '--no-such-option',
    '-w /a -p wa\r',
  ];
  for (const bad of lines)
    assert.throws(
      () => parseAuditRules(`# c\n${bad}\n`),
      (error) => error instanceof Malformed && error.line === 2,
      bad,
    );
});

test('a rule is there in any spelling; setting it appends one line', () => {
  const text = '# mine \udcff\n-w /a -p wa -k k\n-w /b -p x';
  const other = '-a always,exit -F path=/a -F perm=aw -F key=k';
  assert.equal(auditRulesFormat.get(text, other), true);
  assert.equal(auditRulesFormat.set(text, other, true), text);
  assert.equal(auditRulesFormat.set(text, other, null), '# mine \udcff\n-w /b -p x');
  assert.equal(auditRulesFormat.set(text, '-w /c -p x', true), `${text}\n-w /c -p x`);
  assert.throws(() => auditRulesFormat.set(text, '-D', true), TypeError);
  assert.throws(() => auditRulesFormat.set(text, other, false), TypeError);
});

const rule = fc.constantFrom(
  '-w /a -p wa -k k',
  '-w /a/ -k k',
  '-a exit,always -F arch=b64 -F path=/a -k k',
  '-d task,never',
);
const line = fc.oneof(rule, fc.constantFrom('', '# c \udcff', '-D', '-f 1', '   '));
const text = fc
  .tuple(fc.array(line), fc.boolean())
  .map(([lines, final]) => lines.join('\n') + (final && lines.length > 0 ? '\n' : ''));

test('laws of formats', () => {
  fc.assert(
    fc.property(text, rule, fc.constantFrom(true, null), (given, part, desired) => {
      const after = auditRulesFormat.set(given, part, desired);
      assert.equal(auditRulesFormat.get(after, part), desired);
      assert.equal(auditRulesFormat.set(after, part, desired), after);
      assert.equal(auditRulesFormat.set(given, part, auditRulesFormat.get(given, part)), given);
    }),
  );
});
