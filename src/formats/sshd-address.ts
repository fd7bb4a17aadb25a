import { Malformed } from '../model/format.ts';
import { type IpAddress, parseIpAddress } from './ip-address.ts';
import { sshdPattern } from './sshd-pattern-list.ts';

/**
 * OpenSSH's addr_match_list(): networks (`10.0.0.0/8`), addresses and patterns (`192.168.*`) by commas; one with `!`
 * that matches decides against. `line` is named by the {@link Malformed} that a bad network throws; null for the
 * address only looks at the list.
 */
export function addressMatches(address: string | null, list: string, line = 1): boolean {
  const known = address === null ? null : parseIpAddress(address);
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

/** A network: all addresses that begin with so many bits of this one. */
export interface SshdNetwork {
  readonly address: IpAddress;
  readonly bits: number;
}

function isWithin(address: IpAddress, { address: network, bits }: SshdNetwork): boolean {
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
  const address = parseIpAddress(written);
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
