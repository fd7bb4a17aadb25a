import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson } from '../../../src/engine/canonical-json.ts';
import type { Json } from '../../../src/model/json.ts';

const anyJson = fc.jsonValue({ noUnicodeString: false }) as fc.Arbitrary<Json>;

test('it is JSON that says the same', () => {
  fc.assert(
    fc.property(anyJson, (value) => assert.deepEqual(JSON.parse(canonicalJson(value)), plain(value))),
  );
});

test('the order of keys is no matter, that of items is', () => {
  fc.assert(fc.property(anyJson, (value) => canonicalJson(reversed(value)) === canonicalJson(value)));
  assert.notEqual(canonicalJson([1, 2]), canonicalJson([2, 1]));
});

test('every value keeps its own text', () => {
  const table: readonly (readonly [Json, string])[] = [
    [null, 'null'],
    [0, '0'],
    ['', '""'],
    ['0', '"0"'],
    [false, 'false'],
    [[], '[]'],
    [{}, '{}'],
    [{ b: 0, a: [null, ''] }, '{"a":[null,""],"b":0}'],
    ['\udcff\n\u2028', '"\\udcff\\n\u2028"'],
  ];
  for (const [value, text] of table) assert.equal(canonicalJson(value), text);
  assert.equal(canonicalJson({ a: undefined, b: null } as never), '{"b":null}');
});

/** As JSON has it: -0 is 0. */
function plain(value: Json): Json {
  return JSON.parse(JSON.stringify(value));
}

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as { [key: string]: Json })
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}
