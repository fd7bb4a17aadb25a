import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { aptConfFormat, parseAptConf } from '../../../src/formats/apt-conf.ts';
import { aptBool, aptConfig, aptList, aptScalar } from '../../../src/formats/apt-config.ts';
import { decodeHostText, encodeHostText } from '../../../src/formats/host-text.ts';
import { Malformed } from '../../../src/model/format.ts';

const configOf = (...texts: readonly string[]) =>
  aptConfig(
    texts.flatMap((text, i) => parseAptConf(text).map((each) => ({ ...each, source: `/${i}` as const }))),
  );

test('blocks, lists, comments and statements over several lines, each with its lines', () => {
  const text =
    '// a\nA { /* b\n */ B "1"; # c\n  "http://x#y"; };\nC::D\n  "2" ;\n#clear A::E;\n#include "/f";\n';
  assert.deepEqual(parseAptConf(text), [
    { says: 'set', name: 'A::B', value: '1', line: 3, lastLine: 3 },
    { says: 'set', name: 'A::', value: 'http://x#y', line: 4, lastLine: 4 },
    { says: 'set', name: 'C::D', value: '2', line: 5, lastLine: 6 },
    { says: 'clear', name: 'A::E', value: '', line: 7, lastLine: 7 },
    { says: 'include', name: '', value: '/f', line: 8, lastLine: 8 },
  ]);
});

test('scalars are replaced, lists add up, clearing takes what was there until then', () => {
  const config = configOf('A::B "1"; L { "x"; };', 'a::b "2"; L:: "y";', '#clear L; L:: "z"; L::Named "n";');
  assert.equal(aptScalar(config, 'A::b')?.value, '2');
  assert.equal(aptScalar(config, 'A::b')?.by.source, '/1');
  assert.equal(aptScalar(config, 'A'), null);
  assert.deepEqual(
    aptList(config, 'l').map(({ value }) => value),
    ['z', 'n'],
  );
  assert.deepEqual(aptList(configOf('A::B "1"; #clear A;'), 'A'), []);
});

test('what stops apt is malformed, with its line', () => {
  for (const bad of ['A "1"', 'A "1" b;', '{ "x"; };', 'A "x;', 'A { #clear B; };', '#clear2 A;', 'A [b;'])
    assert.throws(
      () => parseAptConf(`// x\n${bad}`),
      (error) => error instanceof Malformed && error.line === 2,
      bad,
    );
});

test("apt's words for yes and no", () => {
  const words = {
    true: ['yes', 'True', 'on', 'with', 'enable', '1', '01'],
    false: ['no', 'FALSE', 'off', '0'],
  };
  for (const word of words.true) assert.equal(aptBool(word), true, word);
  for (const word of words.false) assert.equal(aptBool(word), false, word);
  for (const word of ['', '2', 'ja', '-1']) assert.equal(aptBool(word), null, word);
});

test('setting adds a line of its own, and takes the old one away', () => {
  const text = '// keep\nA::B "0";\nL:: "x";';
  assert.equal(aptConfFormat.set(text, 'A::B', '1'), '// keep\nL:: "x";\nA::B "1";');
  assert.equal(aptConfFormat.set(text, 'L::{^docker\\.io$}', true), `${text}\nL:: "^docker\\.io$";`);
  assert.equal(aptConfFormat.set(text, 'L::{x}', null), '// keep\nA::B "0";');
  assert.equal(aptConfFormat.set('', 'A::B', ''), 'A::B "";\n');
});

test('what no file can hold is refused, and what shares its line is left to a person', () => {
  for (const bad of [true, 1, 'a"b', 'a\nb', 'a\tb'])
    assert.throws(() => aptConfFormat.set('', 'A', bad), TypeError, String(bad));
  assert.throws(() => aptConfFormat.set('', 'L::{x}', 'x'), TypeError);
  assert.throws(() => aptConfFormat.set('A "1"; B "2";\n', 'A', '2'), Malformed);
});

const part = fc.constantFrom('A', 'A::B', 'a::c', 'L::{x}', 'L::{^y\\.z$}');
const line = fc.constantFrom(
  'A "1";',
  'a::B "x y" ;',
  '\tL:: "x";',
  'A::C\n  "2";',
  '// A "1";',
  '/* L:: "x"; */',
  '',
  '# \udcff',
  'Z { Y "1"; };',
);
const text = fc
  .tuple(fc.array(line, { maxLength: 8 }), fc.boolean())
  .map(([lines, final]) => lines.join('\n') + (final && lines.length > 0 ? '\n' : ''));

test('laws of formats', () => {
  fc.assert(
    fc.property(
      text,
      part,
      fc.constantFrom('', '0', 'a b;{}//#'),
      fc.boolean(),
      (given, name, value, off) => {
        const desired = off ? null : name.endsWith('}') ? true : value;
        const after = aptConfFormat.set(given, name, desired);
        assert.equal(aptConfFormat.get(after, name), desired);
        assert.equal(aptConfFormat.set(after, name, desired), after);
        assert.equal(aptConfFormat.set(given, name, aptConfFormat.get(given, name)), given);
        assert.equal(decodeHostText(encodeHostText(after)), after);
      },
    ),
  );
});

test('setting an absent name and removing it gives the same text', () => {
  fc.assert(
    fc.property(text, (given) => {
      assert.equal(aptConfFormat.set(aptConfFormat.set(given, 'New::Name', '1'), 'New::Name', null), given);
      assert.equal(aptConfFormat.set(aptConfFormat.set(given, 'N::{i}', true), 'N::{i}', null), given);
    }),
  );
});
