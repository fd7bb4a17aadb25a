import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { boundaryAddresses } from '../../../src/formats/boundary-addresses.ts';
import { addressMatches, sshdNetwork } from '../../../src/formats/sshd-address.ts';

const networksOf = (texts: readonly string[]) => texts.flatMap((text) => sshdNetwork(text) ?? []);

test('where networks begin, and where they have ended', () => {
  assert.deepEqual(boundaryAddresses(networksOf(['10.0.0.0/8', '2001:db8::/32', '255.255.255.255', '::1'])), [
    '0.0.0.0',
    '::',
    '10.0.0.0',
    '11.0.0.0',
    '2001:db8::',
    '2001:db9::',
    '255.255.255.255',
    '::1',
    '::2',
  ]);
});

const network = fc
  .tuple(fc.nat({ max: 255 }), fc.nat({ max: 255 }), fc.constantFrom(6, 8, 9, 14, 16))
  .map(([a, b, bits]) => {
    const value = (a * 256 + b) & ((0xffff << (16 - bits)) & 0xffff);
    return `${value >> 8}.${value & 255}.0.0/${bits}`;
  });

test('whatever any address is in, one of them is in the same', () => {
  fc.assert(
    fc.property(
      fc.array(network, { maxLength: 6 }),
      fc.array(fc.nat({ max: 255 }), { minLength: 4, maxLength: 4 }),
      (texts, bytes) => {
        const isIn = (address: string) => texts.map((text) => addressMatches(address, text)).join();
        const kinds = boundaryAddresses(networksOf(texts))
          .filter((address) => address.includes('.'))
          .map(isIn);
        assert.ok(kinds.includes(isIn(bytes.join('.'))));
      },
    ),
  );
});
