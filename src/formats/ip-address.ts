/** 4 or 16 bytes. */
export type IpAddress = readonly number[];

/** Null for what is no address: dotted decimals, or RFC 4291, section 2.2, with dotted decimals at its end, too. */
export function parseIpAddress(text: string): IpAddress | null {
  return parseV4(text) ?? parseV6(text);
}

function parseV4(text: string): IpAddress | null {
  const bytes = text.split('.');
  const isAddress = bytes.length === 4 && bytes.every((byte) => /^\d{1,3}$/.test(byte) && Number(byte) < 256);
  return isAddress ? bytes.map(Number) : null;
}

function parseV6(text: string): IpAddress | null {
  if (!/^[\da-fA-F:.]+$/.test(text) || !text.includes(':')) return null;
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half, i) => bytesOf(half, i === halves.length - 1));
  if (head === null || tail === null || head === undefined) return null;
  if (tail === undefined) return head.length === 16 ? head : null;
  const zeros = 16 - head.length - tail.length;
  return zeros < 2 ? null : [...head, ...Array<number>(zeros).fill(0), ...tail];
}

function bytesOf(half: string, isLast: boolean): IpAddress | null {
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
