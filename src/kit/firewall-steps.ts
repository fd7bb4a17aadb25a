import type { FilterManager } from '../facts/filter-managers.ts';
import { addressRanges } from '../formats/address-ranges.ts';
import type { OpenPort } from '../formats/open-port.ts';

/**
 * What a person does where ufw or firewalld makes the packet filter: a second one beside it would have to be known by
 * whoever changes the first. What is allowed comes before what is denied.
 */
export function firewallSteps(manager: FilterManager['name'], open: readonly OpenPort[]): readonly string[] {
  const ports = open.flatMap((each) => networksOf(each).map((network) => ({ ...each, network })));
  if (manager === 'ufw') {
    return [
      ...ports.map(({ protocol, first, last, network }) => {
        const port = first === last ? first : `${first}:${last}`;
        return `ufw allow from ${network ?? 'any'} to any port ${port} proto ${protocol}`;
      }),
      'ufw status numbered, and ufw delete NUMBER for each rule that allows more than these',
      'ufw default deny incoming',
    ];
  }
  return [
    'zone=$(firewall-cmd --get-default-zone)',
    ...ports.map(({ protocol, first, last, network }) => {
      const port = first === last ? first : `${first}-${last}`;
      if (network === null) return `firewall-cmd --permanent --zone="$zone" --add-port=${port}/${protocol}`;
      const family = network.includes(':') ? 'ipv6' : 'ipv4';
      const rule = `rule family="${family}" source address="${network}" port port="${port}" protocol="${protocol}" accept`;
      return `firewall-cmd --permanent --zone="$zone" --add-rich-rule='${rule}'`;
    }),
    'firewall-cmd --list-all-zones, and --remove-service and --remove-port for what allows more than these; ssh is a service of most zones',
    'firewall-cmd --check-config && firewall-cmd --reload',
  ];
}

function networksOf({ from }: OpenPort): readonly (string | null)[] {
  return from === null ? [null] : addressRanges.print(from.family, from.ranges);
}
