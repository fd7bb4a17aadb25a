/** Of /etc/services, those that firewalls are written with. */
const NAMES: ReadonlyMap<string, number> = new Map([
  ['ftp', 21],
  ['ssh', 22],
  ['telnet', 23],
  ['smtp', 25],
  ['domain', 53],
  ['bootps', 67],
  ['bootpc', 68],
  ['http', 80],
  ['ntp', 123],
  ['imap2', 143],
  ['snmp', 161],
  ['https', 443],
  ['submission', 587],
  ['dhcpv6-client', 546],
  ['dhcpv6-server', 547],
  ['imaps', 993],
  ['mysql', 3306],
  ['postgresql', 5432],
  ['mdns', 5353],
  ['http-alt', 8080],
]);

/** The number of a port by its name or its digits; null where it is neither. */
export function portNumber(text: string): number | null {
  if (/^\d{1,5}$/.test(text)) return Number(text) < 65536 ? Number(text) : null;
  return NAMES.get(text) ?? null;
}
