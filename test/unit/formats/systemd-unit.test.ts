import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseSystemdUnit, unitFormat } from '../../../src/formats/systemd-unit.ts';
import { Malformed } from '../../../src/model/format.ts';

test('continuation, comments within it, and what systemd ignores', () => {
  const text =
    'Lost=1\n[Service]\nExecStart=/bin/a \\\n# not part of it\n  --b \\\n  --c\nno assignment\n Key = v \n[X]\n';
  assert.deepEqual(parseSystemdUnit(text), [
    { section: 'Service', key: 'ExecStart', value: '/bin/a  --b  --c', line: 3, count: 4 },
    { section: 'Service', key: 'Key', value: 'v', line: 8, count: 1 },
  ]);
});

test('a doubled backslash does not continue, an empty line ends what does', () => {
  assert.deepEqual(
    parseSystemdUnit('[S]\nA=x\\\\\nB=y\\\n\nC=z').map(({ key, value }) => [key, value]),
    [
      ['A', 'x\\\\'],
      ['B', 'y'],
      ['C', 'z'],
    ],
  );
});

test('a broken section header is malformed', () => {
  assert.throws(
    () => parseSystemdUnit('[A]\n[Service\nK=v\n'),
    (error) => error instanceof Malformed && error.line === 2,
  );
});

test('setting leaves other bytes alone', () => {
  const text = '# c\r\n[Unit]\r\nA=1\r\n\r\n[Service]\r\nA=1\r\nB=x \\\r\n  y\r\nA=2\r\n\r\n[Install]\r\n';
  assert.deepEqual(unitFormat.get(text, 'Service/A'), ['1', '2']);
  assert.equal(unitFormat.get(text, 'Service/C'), null);
  assert.equal(unitFormat.set(text, 'Service/A', ['1', '3']), text.replace('A=2', 'A=3'));
  assert.equal(
    unitFormat.set(text, 'Service/B', ['', 'z']),
    text.replace('B=x \\\r\n  y\r\n', 'B=\r\nB=z\r\n'),
  );
  assert.equal(unitFormat.set(text, 'Service/B', null), text.replace('B=x \\\r\n  y\r\n', ''));
  assert.equal(unitFormat.set(text, 'Service/C', ['1']), text.replace('A=2\r\n', 'A=2\r\nC=1\r\n'));
  assert.equal(unitFormat.set('', 'Service/A', ['1']), '[Service]\nA=1\n');
  assert.equal(unitFormat.set('[Unit]\nA=1', 'Service/A', ['1']), '[Unit]\nA=1\n\n[Service]\nA=1');
});

test('nothing is put after a continuation without end', () => {
  assert.throws(() => unitFormat.set('[Service]\nA=1 \\', 'Service/B', ['1']), Malformed);
});

test('what a unit file cannot hold is refused', () => {
  for (const bad of [[' a'], ['a\nb'], ['a\\'], [], 'a', [1]]) {
    assert.throws(() => unitFormat.set('', 'Service/A', bad), TypeError, JSON.stringify(bad));
  }
});

const part = fc.constantFrom('Service/A', 'Service/B', 'Unit/A');
const values = fc.array(fc.constantFrom('', 'x', 'a b', '"q"', 'x\\\\', '\udc80', '# no comment'), {
  minLength: 1,
  maxLength: 3,
});
const line = fc.constantFrom(
  '[Service]',
  '[Unit]',
  'A=1',
  'A=',
  ' B = 2 \\',
  '# c',
  '; c \\',
  '',
  'A=x\\\\',
  'junk',
  '\udcff=1',
);
const text = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, end, final]) => lines.join(end) + (final && lines.length > 0 ? end : ''))
  // A dangling continuation swallows whatever is inserted after it.
  .filter((given) => !/(?:^|[^\\])(?:\\\\)*\\(?:\r?\n[#;].*)*\s*$/.test(given));

test('laws of formats', () => {
  fc.assert(
    fc.property(text, part, fc.option(values), (given, name, desired) => {
      const after = unitFormat.set(given, name, desired);
      assert.deepEqual(unitFormat.get(after, name), desired);
      assert.equal(unitFormat.set(after, name, desired), after);
      assert.equal(unitFormat.set(given, name, unitFormat.get(given, name)), given);
    }),
  );
});
