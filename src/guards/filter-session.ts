import { bootPacketFilter } from '../facts/boot-packet-filter.ts';
import { livePacketFilter } from '../facts/live-packet-filter.ts';
import { sshConnection } from '../facts/ssh-connection.ts';
import { tolerated } from '../facts/tolerated.ts';
import { addressRanges } from '../formats/address-ranges.ts';
import { isLoopback } from '../formats/is-loopback.ts';
import { nftAdmits } from '../formats/nft-admits.ts';
import type { NftRuleset } from '../formats/nft-ruleset.ts';
import type { Guard } from './guard.ts';
import { playbooksOf } from './playbooks-of.ts';
import { touchesPacketFilter } from './touches-packet-filter.ts';

/**
 * Whoever runs this comes in again from where he has come, through our own tables, now and after a reboot. What other
 * hands' tables let in is as before, and theirs. Of somebody who has not come by SSH nothing is known.
 */
export const filterSession: Guard = async ({ now, planned, changes, identity }) => {
  const resting = touchesPacketFilter(changes);
  if (resting.length === 0 || identity.type === 'image') return [];
  const seen = await now(tolerated(sshConnection));
  if (!('value' in seen) || isLoopback(seen.value.from)) return [];
  const { from: address, port } = seen.value;
  for (const [when, ruleset] of [
    ['now', await planned(livePacketFilter)],
    ['after a reboot', await planned(bootPacketFilter)],
  ] as const) {
    if (ruleset === null || admits(ruleset, address, port)) continue;
    return [
      {
        code: 'guard',
        args: {
          guard: 'filter-session',
          playbook: playbooksOf(resting),
          object: `port:tcp/${port}`,
          why: `${when} the packet filter would drop a login by SSH at port ${port} from ${address}, where you have come from`,
          lift: `allow a network with ${address} in it (admin in [network/host-firewall-ranges])`,
        },
      },
    ];
  }
  return [];
};

/** By tables of ours alone. */
function admits({ tables, flushes }: NftRuleset, address: string, port: number): boolean {
  const source = addressRanges.parse(address);
  if (source === null) return true;
  const own = tables.filter(({ name }) => name.startsWith('holdfast-'));
  const packet = { family: source.family, protocol: 'tcp', port, out: null } as const;
  const { from } = nftAdmits({ tables: own, flushes })(packet, 'at-least');
  return addressRanges.isWithin(source.ranges, from);
}
