import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { daemonJsonFormat, daemonJsonLine, parseDaemonJson } from '../../../src/formats/daemon-json.ts';
import { sameJson } from '../../../src/formats/same-json.ts';
import type { Json } from '../../../src/model/json.ts';

const { get, set } = daemonJsonFormat;

test('what daemons and parsers read differently is refused with its line', () => {
  const broken: [string, number][] = [
    ['{\n "icc": false,\n "icc": true\n}', 3],
    ['\ufeff{}', 1],
    ['{\n  "icc": false,\n}', 3],
    ['{"a": [1,]}', 1],
    ['{\n// no\n}', 2],
    ['{"a": 01}', 1],
    ["{'a': 1}", 1],
    ['{"a" 1}', 1],
    ['{"a": }', 1],
    ['{"a": 1 "b": 2}', 1],
    ['{"a": "x\ny"}', 1],
    ['{\n"a": 1', 2],
    ['{}\n{}', 2],
    ['[]', 1],
    ['"x"', 1],
    [`{"a": ${'['.repeat(200)}`, 1],
    ['{"a": {"b": 1, "\\u0062": 2}}', 1],
  ];
  for (const [text, line] of broken) {
    assert.throws(() => parseDaemonJson(text), { name: 'Malformed', line }, text);
    assert.throws(() => set(text, '/x', 1), { name: 'Malformed', line }, text);
  }
});

test('an empty file is an empty object', () => {
  assert.deepEqual(parseDaemonJson(''), {});
  assert.deepEqual(parseDaemonJson(' \n'), {});
  assert.equal(get('', '/icc'), null);
  assert.equal(set('', '/icc', null), '');
  assert.equal(set('', '/icc', false), '{\n  "icc": false\n}\n');
});

test('a new key comes last, indented and ended like its neighbors', () => {
  const cases: [string, string][] = [
    ['{}', '{\n  "icc": false\n}'],
    ['{\n\t"debug": true\n}\n', '{\n\t"debug": true,\n\t"icc": false\n}\n'],
    ['{\r\n    "a": 1\r\n}', '{\r\n    "a": 1,\r\n    "icc": false\r\n}'],
    ['{"a": 1}\n', '{"a": 1, "icc": false}\n'],
    ['{ "a": {"b": [1, 2]} }', '{ "a": {"b": [1, 2]}, "icc": false }'],
  ];
  for (const [before, after] of cases) {
    assert.equal(set(before, '/icc', false), after);
    assert.equal(set(after, '/icc', null), before);
  }
});

test('objects on the way are made, and values are indented where they stand', () => {
  const text = '{\n    "icc": true\n}\n';
  const after = set(text, '/log-opts/max-size', '10m');
  assert.equal(after, '{\n    "icc": true,\n    "log-opts": {\n        "max-size": "10m"\n    }\n}\n');
  assert.equal(
    set(after, '/log-opts/max-file', '3'),
    '{\n    "icc": true,\n    "log-opts": {\n        "max-size": "10m",\n        "max-file": "3"\n    }\n}\n',
  );
  assert.equal(set('{\n  "log-opts": {}\n}', '/log-opts/a', 1), '{\n  "log-opts": {\n    "a": 1\n  }\n}');
  assert.equal(set('{"a": 1, "b": {}}', '/b/c', [1, 2]), '{"a": 1, "b": {"c": [1,2]}}');
  assert.throws(() => set('{\n"log-opts": 5}', '/log-opts/a', 1), { name: 'Malformed', line: 2 });
});

test('a key that leaves takes its comma with it', () => {
  const text = '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}\n';
  assert.equal(set(text, '/a', null), '{\n  "b": 2,\n  "c": 3\n}\n');
  assert.equal(set(text, '/b', null), '{\n  "a": 1,\n  "c": 3\n}\n');
  assert.equal(set(text, '/c', null), '{\n  "a": 1,\n  "b": 2\n}\n');
  assert.equal(set('{ "a": 1 }\n', '/a', null), '{}\n');
});

test('false, 0 and the empty string are values', () => {
  const text = '{"f": false, "z": 0, "e": ""}';
  assert.deepEqual([get(text, '/f'), get(text, '/z'), get(text, '/e')], [false, 0, '']);
  assert.equal(set('{"z": 1}', '/z', 0), '{"z": 0}');
});

test('pointers escape, and keys have lines', () => {
  const text = '{\n  "a/b": {"c~d": 1},\n  "__proto__": 2\n}';
  assert.equal(get(text, '/a~1b/c~0d'), 1);
  assert.equal(get(text, '/__proto__'), 2);
  assert.equal(get(text, '/toString'), null);
  assert.equal(daemonJsonLine(text, '__proto__'), 3);
  assert.equal(daemonJsonLine(text, 'x'), null);
  assert.throws(() => get(text, 'icc'), TypeError);
});

const key = fc.constantFrom('a', 'b', 'log-opts', '__proto__', 'é\udc80', '');
const leaf = fc.oneof(
  fc.boolean(),
  fc.integer(),
  fc.string(),
  fc.array(fc.string()),
  fc.dictionary(fc.constantFrom('k', 'l'), fc.integer(), { noNullPrototype: true }),
);
const text = fc
  .record({
    members: fc.uniqueArray(fc.tuple(key, leaf), { selector: ([name]) => name }),
    indent: fc.constantFrom('', '  ', '\t'),
    crlf: fc.boolean(),
    final: fc.constantFrom('', '\n', ' '),
  })
  .map(({ members, indent, crlf, final }) => {
    const printed = JSON.stringify(Object.fromEntries(members), null, indent) + final;
    return crlf ? printed.replaceAll('\n', '\r\n') : printed;
  });
const pointer = key.map((name) => `/${name}`);

test('laws: get after set, nothing changed by setting what is set, other keys untouched, the value back is the same text', () => {
  fc.assert(
    fc.property(text, pointer, fc.option(leaf), pointer, fc.option(leaf), (before, part, one, other, two) => {
      const after = set(before, part, one);
      assert.ok(sameJson(get(after, part), one));
      assert.equal(set(after, part, one), after);
      const old = get(before, part);
      if (old !== null && one !== null)
        assert.ok(sameJson(parseDaemonJson(set(after, part, old)), parseDaemonJson(before)));
      if (
        old === null &&
        parseDaemonJson(before) !== null &&
        Object.keys(parseDaemonJson(before)).length > 0
      ) {
        assert.equal(set(after, part, null), before);
      }
      if (other === part) return;
      assert.ok(sameJson(get(after, other), get(before, other)));
      const [there, back] = [set(after, other, two), set(set(before, other, two), part, one)];
      assert.ok(sameJson(parseDaemonJson(there), parseDaemonJson(back)));
      const bothThere = old !== null && get(before, other) !== null && one !== null && two !== null;
      if (bothThere) assert.equal(there, back);
    }),
    { numRuns: 300 },
  );
});

test('sameJson knows values apart that look alike', () => {
  const different: [Json, Json][] = [
    [0, false],
    ['', null],
    [[], {}],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1, b: 2 }, { a: 1 }],
    [
      [1, 2],
      [2, 1],
    ],
    ['1', 1],
  ];
  for (const [a, b] of different) assert.equal(sameJson(a, b), false);
  assert.equal(sameJson({ a: [1, { b: null }], c: 2 }, { c: 2, a: [1, { b: null }] }), true);
});
