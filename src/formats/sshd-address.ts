import { Malformed } from '../model/format.ts';
import { sshdPattern } from './sshd-pattern-list.ts';

/**
 * OpenSSH's addr_match_list(): networks (`10.0.0.0/8`), addresses and patterns (`192.168.*`) by commas; one with `!`
 * that matches decides against. `line` is named by the {@link Malformed} that a bad network throws; null for the
 * address only looks at the list.
 */
export function addressMatches(address: string | null, list: string, line = 1): boolean {
  const known = address === null ? null : parseAddress(address);
  let found = false;
  for (const written of list.split(',')) {
    const isNegated = written.startsWith('!');
    const pattern = isNegated ? written.slice(1) : written;
    if (pattern === '') throw new Malformed(line, `invalid Match address argument ${list}`);
    const network = sshdNetwork(pattern, line);
    const isMatch =
      network === null
        ? known !== null && sshdPattern(pattern).test(address ?? '')
        : known !== null && isWithin(known, network);
    if (isMatch && isNegated) return false;
    found ||= isMatch;
  }
  return found;
}

/** 4 or 16 bytes. */
type Address = readonly number[];

/** A network: all addresses that begin with so many bits of this one. */
export interface SshdNetwork {
  readonly address: Address;
  readonly bits: number;
}

function isWithin(address: Address, { address: network, bits }: SshdNetwork): boolean {
  return (
    address.length === network.length &&
    address.every((byte, i) => {
      const mask = maskOf(bits, i);
      return (byte & mask) === ((network[i] ?? 0) & mask);
    })
  );
}

/** A network or a single address; null for what is neither. A mask that is too long, or bits of a host below it, are {@link Malformed}. */
export function sshdNetwork(text: string, line = 1): SshdNetwork | null {
  const [written = '', length] = text.split('/', 2);
  const address = parseAddress(written);
  if (address === null || (length !== undefined && !/^\d{1,3}$/.test(length))) return null;
  const most = address.length * 8;
  const bits = length === undefined ? most : Number(length);
  if (bits > 128) return null;
  if (bits > most || address.some((byte, i) => (byte & ~maskOf(bits, i) & 0xff) !== 0)) {
    throw new Malformed(line, `inconsistent mask length for match network ${text}`);
  }
  return { address, bits };
}

/** The bits of byte `i` that a mask of that length covers. */
function maskOf(bits: number, i: number): number {
  const left = Math.min(8, Math.max(0, bits - 8 * i));
  return (0xff << (8 - left)) & 0xff;
}

function parseAddress(text: string): Address | null {
  return parseV4(text) ?? parseV6(text);
}

function parseV4(text: string): Address | null {
  const bytes = text.split('.');
  const isAddress = bytes.length === 4 && bytes.every((byte) => /^\d{1,3}$/.test(byte) && Number(byte) < 256);
  return isAddress ? bytes.map(Number) : null;
}

/** RFC 4291, section 2.2; with dotted decimals at its end, too. */
function parseV6(text: string): Address | null {
  if (!/^[\da-fA-F:.]+$/.test(text) || !text.includes(':')) return null;
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half, i) => bytesOf(half, i === halves.length - 1));
  if (head === null || tail === null || head === undefined) return null;
  if (tail === undefined) return head.length === 16 ? head : null;
  const zeros = 16 - head.length - tail.length;
  return zeros < 2 ? null : [...head, ...Array<number>(zeros).fill(0), ...tail];
}

function bytesOf(half: string, isLast: boolean): Address | null {
  if (half === '') return [];
  const bytes: number[] = [];
  const groups = half.split(':');
  for (const [i, group] of groups.entries()) {
    const quad = isLast && i === groups.length - 1 ? parseV4(group) : null;
    if (quad === null && !/^[\da-fA-F]{1,4}$/.test(group)) return null;
    const word = Number.parseInt(group, 16);
    bytes.push(...(quad ?? [word >> 8, word & 0xff]));
  }
  return bytes;
}
