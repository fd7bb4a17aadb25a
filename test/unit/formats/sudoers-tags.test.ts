import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sudoersFormat } from '../../../src/formats/sudoers.ts';
import { sudoersScope } from '../../../src/formats/sudoers-scope.ts';

test('the tags of a line, by the line as it is with PASSWD', () => {
  const text = '# a\n a ALL=NOPASSWD: /bin/ls, PASSWD: /bin/x \r\nb ALL=ALL\n';
  const part = 'tags/a ALL=PASSWD: /bin/ls, PASSWD: /bin/x';
  assert.equal(sudoersFormat.get(text, part), 'NOPASSWD, PASSWD');
  const asked = sudoersFormat.set(text, part, 'PASSWD, PASSWD');
  assert.equal(asked, text.replace('NOPASSWD', 'PASSWD'));
  assert.equal(sudoersFormat.get(asked, part), 'PASSWD, PASSWD');
  assert.equal(sudoersFormat.set(asked, part, 'NOPASSWD, PASSWD'), text);
  assert.equal(sudoersFormat.get(text, 'tags/b ALL=ALL'), null);
  assert.equal(sudoersFormat.get(text, 'tags/c ALL=PASSWD: ALL'), null);
  assert.throws(() => sudoersFormat.set(text, part, 'PASSWD'), TypeError);
});

test('two lines that differ in their tags only are one part', () => {
  const text = 'a ALL=NOPASSWD: ALL\na ALL=PASSWD: ALL\n';
  const part = 'tags/a ALL=PASSWD: ALL';
  assert.equal(sudoersFormat.get(text, part), 'NOPASSWD | PASSWD');
  assert.equal(sudoersFormat.set(text, part, 'PASSWD'), 'a ALL=PASSWD: ALL\na ALL=PASSWD: ALL\n');
});

test('what is set is got, set again it changes nothing, and no other byte moves', () => {
  const tag = fc.constantFrom('NOPASSWD', 'PASSWD');
  const command = fc.constantFrom('/bin/ls', '/bin/x NOPASSWD\\:', 'ALL', '!/bin/y', '/x');
  const space = fc.constantFrom('', ' ', '\t', ' \\\n  ');
  const spec = fc.tuple(space, tag, fc.constantFrom(':', ' : ', ': NOEXEC:'), command);
  const rule = fc
    .array(spec, { minLength: 1, maxLength: 3 })
    .map(
      (specs) =>
        `a ALL=${specs.map(([blank, name, colon, run]) => `${blank}${name}${colon}${run}`).join(',')}`,
    );
  fc.assert(
    fc.property(rule, fc.constantFrom('', '# NOPASSWD:\n', 'b ALL=NOPASSWD: ALL\n'), (line, around) => {
      const text = `${around}${line} # NOPASSWD: \n${around}`;
      const mine = line.replaceAll(/(?:NO)?PASSWD(?=[ \t]*:)/g, 'PASSWD');
      const part = `tags/${mine} # NOPASSWD:`;
      const before = sudoersFormat.get(text, part);
      assert.equal(typeof before, 'string', text);
      const asking = String(before).replaceAll('NOPASSWD', 'PASSWD');
      const after = sudoersFormat.set(text, part, asking);
      assert.equal(
        after,
        text.replace(line, () => mine),
      );
      assert.equal(sudoersFormat.get(after, part), asking);
      assert.equal(sudoersFormat.set(after, part, asking), after);
      assert.equal(sudoersFormat.set(after, part, before), text);
    }),
  );
});

test('the scope of a Defaults line is what stands before its settings', () => {
  const cases = {
    'Defaults !authenticate': 'Defaults',
    'Defaults:alice,%ops !use_pty, insults': 'Defaults:alice,%ops',
    'Defaults:!alice use_pty': 'Defaults:!alice',
    'Defaults@"web 1"\t use_pty': 'Defaults@"web 1"',
    'Defaults!/bin/ls \\\n !authenticate': 'Defaults!/bin/ls',
    'Defaults>root authenticate': 'Defaults>root',
    '\tDefaults \\\nuse_pty': 'Defaults',
  };
  for (const [text, scope] of Object.entries(cases)) assert.equal(sudoersScope(text), scope);
});
