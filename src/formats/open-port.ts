import { type AddressRanges, addressRanges, type IpFamily } from './address-ranges.ts';

/** A port, or some in a row, that somebody may use: `tcp/443`, `udp/60000-61000`, `tcp/9100@10.0.0.0/8`. */
export interface OpenPort {
  readonly protocol: 'tcp' | 'udp';
  readonly first: number;
  readonly last: number;
  /** Null for everybody. */
  readonly from: { readonly family: IpFamily; readonly ranges: AddressRanges } | null;
}

/** Null for what is none. */
export function parseOpenPort(text: string): OpenPort | null {
  const found = /^(tcp|udp)\/(\d{1,5})(?:-(\d{1,5}))?(?:@(\S+))?$/.exec(text);
  if (found === null) return null;
  const [, protocol, from, to = from, network] = found;
  const [first, last] = [Number(from), Number(to)];
  if (first < 1 || last > 65535 || first > last) return null;
  const range = network === undefined ? null : addressRanges.parse(network);
  if (network !== undefined && range === null) return null;
  return { protocol: protocol as OpenPort['protocol'], first, last, from: range };
}

/** Conditions of nft(8), as it prints them itself, one line for each network; `field` is `dport`, or what stands for it. */
export function openPortConditions(
  { protocol, first, last, from }: OpenPort,
  field = `${protocol} dport`,
): readonly string[] {
  const port = `${field} ${first === last ? first : `${first}-${last}`}`;
  if (from === null) return [port];
  const layer = from.family === 4 ? 'ip' : 'ip6';
  return addressRanges
    .print(from.family, from.ranges)
    .map((network) =>
      network.endsWith('/0') ? `meta nfproto ipv${from.family} ${port}` : `${layer} saddr ${network} ${port}`,
    );
}
