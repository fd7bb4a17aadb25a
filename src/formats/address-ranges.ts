import { type IpAddress, parseIpAddress } from './ip-address.ts';

export type IpFamily = 4 | 6;
/** Addresses of one family as numbers: sorted, apart from each other, both ends within. */
export type AddressRanges = readonly { readonly from: bigint; readonly to: bigint }[];

const BITS = { 4: 32n, 6: 128n } as const;

/** Sets of IP addresses of one family. */
export const addressRanges = { all, parse, union, intersect, subtract, isWithin, print };

function all(family: IpFamily): AddressRanges {
  return [{ from: 0n, to: (1n << BITS[family]) - 1n }];
}

/**
 * `192.0.2.1`, `10.0.0.0/8` (bits of a host are ignored, as nft and the kernel do) or `192.0.2.1-192.0.2.9`; null for
 * what is none.
 */
function parse(text: string): { readonly family: IpFamily; readonly ranges: AddressRanges } | null {
  const [first = '', last] = text.split('-', 2);
  const [written = '', length] = first.split('/', 2);
  const address = parseIpAddress(written);
  if (address === null) return null;
  const family = address.length === 4 ? 4 : 6;
  if (last !== undefined) {
    const end = parseIpAddress(last);
    if (end === null || length !== undefined || end.length !== address.length) return null;
    const [from, to] = [numberOf(address), numberOf(end)];
    return from > to ? null : { family, ranges: [{ from, to }] };
  }
  if (length === undefined) return { family, ranges: [{ from: numberOf(address), to: numberOf(address) }] };
  if (!/^\d{1,3}$/.test(length) || BigInt(length) > BITS[family]) return null;
  const rest = (1n << (BITS[family] - BigInt(length))) - 1n;
  const from = numberOf(address) & ~rest;
  return { family, ranges: [{ from, to: from | rest }] };
}

function union(...sets: readonly AddressRanges[]): AddressRanges {
  const sorted = sets.flat().sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  const merged: { from: bigint; to: bigint }[] = [];
  for (const { from, to } of sorted) {
    const last = merged.at(-1);
    if (last === undefined || from > last.to + 1n) merged.push({ from, to });
    else if (to > last.to) last.to = to;
  }
  return merged;
}

function intersect(a: AddressRanges, b: AddressRanges): AddressRanges {
  const found: { from: bigint; to: bigint }[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [left, right] = [a[i], b[j]];
    if (left === undefined || right === undefined) break;
    const from = left.from > right.from ? left.from : right.from;
    const to = left.to < right.to ? left.to : right.to;
    if (from <= to) found.push({ from, to });
    if (left.to < right.to) i += 1;
    else j += 1;
  }
  return found;
}

function subtract(a: AddressRanges, b: AddressRanges): AddressRanges {
  return b.length === 0 ? a : intersect(a, complement(b));
}

/** All numbers but these, of either family. */
function complement(ranges: AddressRanges): AddressRanges {
  const gaps: { from: bigint; to: bigint }[] = [];
  let next = 0n;
  for (const { from, to } of ranges) {
    if (from > next) gaps.push({ from: next, to: from - 1n });
    next = to + 1n;
  }
  return [...gaps, { from: next, to: (1n << BITS[6]) - 1n }];
}

function isWithin(inner: AddressRanges, outer: AddressRanges): boolean {
  return subtract(inner, outer).length === 0;
}

/** As networks, from the lowest on: `10.0.0.0/8`, and an address alone without a length. */
function print(family: IpFamily, ranges: AddressRanges): readonly string[] {
  return ranges.flatMap(({ from, to }) => {
    const networks: string[] = [];
    for (let at = from; at <= to; ) {
      let bits = 0n;
      // As large as it may begin here, and as still fits.
      while (bits < BITS[family]) {
        const rest = (1n << (bits + 1n)) - 1n;
        if ((at & rest) !== 0n || (at | rest) > to) break;
        bits += 1n;
      }
      networks.push(printNetwork(family, at, BITS[family] - bits));
      at += 1n << bits;
    }
    return networks;
  });
}

function numberOf(address: IpAddress): bigint {
  return address.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function printNetwork(family: IpFamily, at: bigint, length: bigint): string {
  const text = family === 4 ? printV4(at) : printV6(at);
  return length === BITS[family] ? text : `${text}/${length}`;
}

function printV4(at: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((at >> shift) & 0xffn)).join('.');
}

/** RFC 5952, as inet_ntop(3) prints it: the longest run of zeros, the first of equals, is `::`; an IPv4 address in it is one. */
function printV6(at: bigint): string {
  if (at >> 32n === 0xffffn) return `::ffff:${printV4(at)}`;
  if (at >> 32n === 0n && at > 0xffffn) return `::${printV4(at)}`;
  const groups = [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) =>
    ((at >> shift) & 0xffffn).toString(16),
  );
  const runs = [...groups.join(':').matchAll(/(?<![^:])0(?::0)+(?![^:])/g)].map(([run]) => run);
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest === '') return groups.join(':');
  const [head = '', ...tail] = splitOnce(`:${groups.join(':')}:`, `:${longest}:`);
  return `${head.replace(/^:/, '')}::${tail.join('').replace(/:$/, '')}`;
}

function splitOnce(text: string, by: string): readonly string[] {
  const at = text.indexOf(by);
  return [text.slice(0, at), text.slice(at + by.length)];
}
