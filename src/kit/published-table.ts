import { type OpenPort, openPortConditions } from '../formats/open-port.ts';

export const PUBLISHED_TABLE = 'inet holdfast-published';

const NUMBER = { tcp: 6, udp: 17 } as const;
/** Behind them are containers of this host. */
const BRIDGES = ['docker0', 'docker_gwbridge', 'br-*'];

/**
 * A table that lets other machines use published ports only as allowed, as nft(8) prints it. What Docker passes on to a
 * container is dropped unless it is allowed, also of containers that come later (chain forward, by the port it was sent
 * to). What Docker's own programs take, by IPv6 or without its rules, never comes there: the ports of today are
 * dropped before anything else sees them (chain prerouting). Docker's chains stay as they are.
 */
export function publishedTable(open: readonly OpenPort[], published: readonly OpenPort[]): string {
  const fromContainers = BRIDGES.map((name) => `iifname "${name}" accept`);
  const accepts = open.flatMap((each) => openPortConditions(each)).map((condition) => `${condition} accept`);
  const drops = published.flatMap((each) => openPortConditions(each)).map((condition) => `${condition} drop`);
  const originals = open
    .flatMap((each) =>
      openPortConditions(each, `meta l4proto ${NUMBER[each.protocol]} ct original proto-dst`),
    )
    .map((condition) => `${condition} accept`);
  return [
    `table ${PUBLISHED_TABLE} {`,
    ...chain('prerouting', [
      'type filter hook prerouting priority mangle; policy accept;',
      'ct state established,related accept',
      'iifname "lo" accept',
      ...fromContainers,
      'fib daddr type != local accept',
      ...accepts,
      ...drops,
    ]),
    ...chain('forward', [
      'type filter hook forward priority filter - 5; policy accept;',
      ...BRIDGES.map((name) => `ct status dnat oifname "${name}" goto published`),
    ]),
    ...chain('published', ['ct state established,related accept', ...fromContainers, ...originals, 'drop']),
    '}',
    '',
  ].join('\n');
}

function chain(name: string, lines: readonly string[]): readonly string[] {
  return [`\tchain ${name} {`, ...[...new Set(lines)].map((line) => `\t\t${line}`), '\t}'];
}
