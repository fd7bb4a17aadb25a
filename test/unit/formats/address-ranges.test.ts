import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type AddressRanges, addressRanges } from '../../../src/formats/address-ranges.ts';

const { all, parse, union, intersect, subtract, isWithin, print } = addressRanges;
const ranges = fc
  .array(fc.tuple(fc.bigInt(0n, 60n), fc.bigInt(0n, 9n)), { maxLength: 6 })
  .map((pairs) => union(...pairs.map(([from, more]): AddressRanges => [{ from, to: from + more }])));
const has = (set: AddressRanges, at: bigint) => set.some(({ from, to }) => from <= at && at <= to);

test('sets of addresses are sets', () => {
  fc.assert(
    fc.property(ranges, ranges, (a, b) => {
      const [both, either, less] = [intersect(a, b), union(a, b), subtract(a, b)];
      for (let at = 0n; at < 72n; at += 1n) {
        assert.equal(has(both, at), has(a, at) && has(b, at));
        assert.equal(has(either, at), has(a, at) || has(b, at));
        assert.equal(has(less, at), has(a, at) && !has(b, at));
      }
      assert.equal(isWithin(a, b), less.length === 0);
    }),
  );
});

test('what is printed as networks is the same set', () => {
  fc.assert(
    fc.property(ranges, (set) => {
      for (const family of [4, 6] as const) {
        const parsed = print(family, set).map((network) => parse(network));
        assert.ok(parsed.every((each) => each?.family === family));
        assert.deepEqual(union(...parsed.map((each) => each?.ranges ?? [])), set);
      }
    }),
  );
});

test('addresses are printed as inet_ntop(3) prints them', () => {
  const same = [
    '0.0.0.0/0',
    '10.0.0.0/8',
    '192.0.2.1',
    '::/0',
    '::',
    '::1',
    '2001:db8::/32',
    'fe80::/10',
    '1:0:0:2::',
    '1::2:0:0:3:0',
    '::ffff:1.2.3.4',
    '::1.2.3.4',
    '1:2:3:4:5:6:7:8',
    '0:1::',
  ];
  for (const text of same) {
    const parsed = parse(text);
    assert.ok(parsed, text);
    assert.deepEqual(print(parsed.family, parsed.ranges), [text]);
  }
  assert.deepEqual(print(4, parse('10.1.2.3/8')?.ranges ?? []), ['10.0.0.0/8']);
  assert.deepEqual(print(4, parse('192.0.2.1-192.0.2.4')?.ranges ?? []), [
    '192.0.2.1',
    '192.0.2.2/31',
    '192.0.2.4',
  ]);
  assert.deepEqual(print(6, all(6)), ['::/0']);
});

test('what is no network is none', () => {
  for (const text of [
    '',
    'x',
    '10.0.0.0/33',
    '::/129',
    '10.0.0/8',
    '10.0.0.2-10.0.0.1',
    '10.0.0.1-::1',
    '10.0.0.0/8-10.0.0.9',
    '1.2.3.4/',
    '1.2.3.4 ',
  ])
    assert.equal(parse(text), null, text);
});
