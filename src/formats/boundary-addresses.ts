import type { SshdNetwork } from './sshd-address.ts';

/**
 * Addresses by which everything that rests on these networks alone can be tried: the first of each, the one behind its
 * last, and the first of all. Between two neighbors of them no network begins or ends.
 */
export function boundaryAddresses(networks: readonly SshdNetwork[]): readonly string[] {
  const found = new Set(['0.0.0.0', '::']);
  for (const { address, bits } of networks) {
    const width = address.length * 8;
    const first = address.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
    const behind = first + (1n << BigInt(width - bits));
    for (const each of [first, behind]) if (each < 1n << BigInt(width)) found.add(printed(each, width));
  }
  return [...found];
}

function printed(address: bigint, width: number): string {
  const step = width === 32 ? 8 : 16;
  const groups = Array.from({ length: width / step }, (_, i) =>
    Number((address >> BigInt(width - step * (i + 1))) & ((1n << BigInt(step)) - 1n)),
  );
  if (width === 32) return groups.join('.');
  // The longest run of zeros, which is where a person would look for it.
  return groups
    .map((group) => group.toString(16))
    .join(':')
    .replace(/(?:^|:)0(?::0)+(?::|$)/, '::');
}
