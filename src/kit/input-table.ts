import { type OpenPort, openPortConditions } from '../formats/open-port.ts';

export const INPUT_TABLE = 'inet holdfast-input';

/**
 * A table that drops what comes in for this host and is not asked for, as nft(8) prints it. What a host cannot do without
 * is accepted first: answers, itself, the errors and the neighbors of IPv4 and IPv6, routers, DHCP.
 */
export function inputTable(open: readonly OpenPort[]): string {
  const lines = [
    'ct state established,related accept',
    'iifname "lo" accept',
    'ip saddr 127.0.0.0/8 drop',
    'ip6 saddr ::1 drop',
    'icmp type { destination-unreachable, echo-request, time-exceeded, parameter-problem } accept',
    'icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem, echo-request, nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert } accept',
    'ip6 saddr fe80::/10 icmpv6 type { mld-listener-query, mld-listener-report, mld-listener-done, mld2-listener-report } accept',
    'meta nfproto ipv4 igmp type membership-query accept',
    'udp sport 67 udp dport 68 accept',
    'ip6 saddr fe80::/10 udp sport 547 udp dport 546 accept',
    ...open.flatMap((each) => openPortConditions(each)).map((condition) => `${condition} accept`),
  ];
  return [
    `table ${INPUT_TABLE} {`,
    '\tchain input {',
    '\t\ttype filter hook input priority filter; policy drop;',
    ...[...new Set(lines)].map((line) => `\t\t${line}`),
    '\t}',
    '}',
    '',
  ].join('\n');
}
