import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSettled } from '../real/cross-check/is-settled.ts';
import { parseLynis } from '../real/cross-check/parse-lynis.ts';
import { parseOpenscap } from '../real/cross-check/parse-openscap.ts';
import { sideBySide } from '../real/cross-check/side-by-side.ts';

test('what Lynis found: executed without a word is a pass, and the tests in tests are taken apart', () => {
  const text = `suggestion[]=AUTH-9262|Install a PAM module|-|-|
warning[]=FIRE-4512|iptables module(s) loaded, but no rules active|-|-|
suggestion[]=KRNL-6000|One or more sysctl values differ|-|-|
suggestion[]=LYNIS|This release is more than 4 months old|-|-|
tests_executed=AUTH-9204|AUTH-9262|FIRE-4512|KRNL-6000|SSH-7408|
tests_skipped=PKGS-7200|
2026-01-01 00:00:00 Result: sysctl key net.ipv4.tcp_syncookies contains equal expected and current value (1)
2026-01-01 00:00:00 Result: sysctl key kernel.sysrq has a different value than expected in scan profile. Expected=0, Real=438
2026-01-01 00:00:00 Result: key net.inet.tcp.blackhole does not exist on this machine
2026-01-01 00:00:00 Result: OpenSSH option PermitRootLogin is configured very well
2026-01-01 00:00:00 Result: OpenSSH option MaxAuthTries is configured reasonably
2026-01-01 00:00:00 Result: OpenSSH option Port is in a weak configuration state and should be fixed
2026-01-01 00:00:00 Result: Option Compression not found in output
`;
  assert.deepEqual([...parseLynis(text)].sort(), [
    ['AUTH-9204', 'pass'],
    ['AUTH-9262', 'fail'],
    ['FIRE-4512', 'fail'],
    ['KRNL-6000:kernel.sysrq', 'fail'],
    ['KRNL-6000:net.inet.tcp.blackhole', 'notapplicable'],
    ['KRNL-6000:net.ipv4.tcp_syncookies', 'pass'],
    ['PKGS-7200', 'notapplicable'],
    ['SSH-7408:compression', 'notapplicable'],
    ['SSH-7408:maxauthtries', 'fail'],
    ['SSH-7408:permitrootlogin', 'pass'],
    ['SSH-7408:port', 'fail'],
  ]);
});

test('what OpenSCAP found of the rules that its profile selects', () => {
  const rule = (name: string, result: string) =>
    `<rule-result idref="xccdf_org.ssgproject.content_rule_${name}" time="x" severity="low" weight="1.0">\n  <result>${result}</result>\n  <check system="y"><check-content-ref name="z"/></check>\n</rule-result>\n`;
  const xml =
    rule('a_b', 'pass') + rule('not_in_profile', 'notselected') + rule('package_x-y_removed', 'fail');
  assert.deepEqual(
    [...parseOpenscap(xml)],
    [
      ['a_b', 'pass'],
      ['package_x-y_removed', 'fail'],
    ],
  );
});

test('a test is settled that passes or does not apply, and an exception unless its subject is seen otherwise', () => {
  const mapping = {
    controls: { 'a/x': ['named', 'seen', 'plain'] },
    exceptions: { named: 'A reason.', seen: 'A reason.' },
    inForce: { seen: 'true' },
    outOfScope: {},
  };
  const settled = (test: string, after: string, inForce = '-') =>
    isSettled(mapping, test, { before: 'fail', after, inForce });
  assert.deepEqual(
    ['pass', 'notapplicable', 'fail', 'error', 'notchecked', '-'].map((after) => settled('plain', after)),
    [true, true, false, false, false, false],
  );
  assert.ok(settled('named', 'fail'));
  assert.ok(settled('seen', 'fail', 'yes'));
  assert.ok(!settled('seen', 'fail', 'no'));
});

test('two runs side by side: only for exceptions that can be seen otherwise something is tried', () => {
  const mapping = {
    controls: { 'a/x': ['one', 'two', 'three'] },
    exceptions: { two: 'A reason.', three: 'A reason.' },
    inForce: { two: 'it holds', three: 'it does not' },
    outOfScope: {},
  };
  const found = sideBySide(
    mapping,
    new Map([['one', 'fail']]),
    new Map([
      ['one', 'pass'],
      ['two', 'fail'],
    ]),
    (script) => script === 'it holds',
  );
  assert.deepEqual(
    [...found],
    [
      ['one', { before: 'fail', after: 'pass', inForce: '-' }],
      ['two', { before: '-', after: 'fail', inForce: 'yes' }],
      ['three', { before: '-', after: '-', inForce: 'no' }],
    ],
  );
});
