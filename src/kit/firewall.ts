import { bootPacketFilter } from '../facts/boot-packet-filter.ts';
import { type FilterManager, filterManagers } from '../facts/filter-managers.ts';
import { livePacketFilter } from '../facts/live-packet-filter.ts';
import { nftProgram } from '../facts/nft-program.ts';
import { sockets } from '../facts/sockets.ts';
import { type SshPort, sshPorts } from '../facts/ssh-ports.ts';
import { type AddressRanges, addressRanges } from '../formats/address-ranges.ts';
import type { NftRuleset } from '../formats/nft-ruleset.ts';
import { type OpenPort, parseOpenPort } from '../formats/open-port.ts';
import type { ObservedSockets } from '../model/observation.ts';
import type { Path } from '../model/path.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import { breachEvidence } from './breach-evidence.ts';
import { type Allowed, type FilterBreach, filterBreaches } from './filter-breaches.ts';
import { cutOff, kept, managerEvidence } from './firewall-evidence.ts';
import { firewallSteps } from './firewall-steps.ts';
import { INPUT_TABLE, inputTable } from './input-table.ts';
import { misspelled } from './misspelled.ts';
import { nftWishes } from './nft-wishes.ts';
import { openListeners, proxiedListeners } from './open-listeners.ts';
import { proposeNetworks } from './propose-networks.ts';

/** What the packet filter lets in to the host itself, at boot and now, and who makes it. */
export const firewall = {
  program: nftProgram,
  managers: filterManagers,
  boot: bootPacketFilter,
  live: livePacketFilter,
  sshPorts,
  sockets,
  onlyFrom,
  networks,
  services,
};

export interface Firewall {
  readonly nft: Path | null;
  readonly managers: readonly FilterManager[];
  readonly boot: NftRuleset;
  readonly live: NftRuleset | null;
  readonly sshPorts: readonly SshPort[];
  readonly sockets: ObservedSockets | null;
}

interface Wanted {
  readonly admin: readonly string[];
  readonly services: readonly string[];
}

const PLAYBOOK = 'network/host-firewall-ranges';
/** Answers of a DHCP server come to these. */
const DHCP_CLIENT = ['udp/68', 'udp/546'];

/** Addresses that administration comes from now, to choose from. */
function networks({
  sockets: seen,
  sshPorts: ports,
}: Pick<Firewall, 'sockets' | 'sshPorts'>): readonly string[] {
  const peers = (seen?.peers ?? []).filter((peer) => ports.some(({ port }) => port === peer.port));
  return [...new Set(peers.map(({ address }) => address))];
}

/** Ports that other machines reach now, to choose from. */
function services({
  sockets: seen,
  sshPorts: ports,
}: Pick<Firewall, 'sockets' | 'sshPorts'>): readonly string[] {
  const ssh = ports.map(({ port }) => `tcp/${port}`);
  const names = (seen === null ? [] : openListeners(seen)).map(({ name }) => name);
  return names.filter((name) => !ssh.includes(name) && !DHCP_CLIENT.includes(name));
}

/**
 * SSH comes in from the networks of `admin` only, `services` as they say, and nothing else at all, now and after a reboot,
 * by whosever rules. Unmet, it wishes for a table of our own. Where ufw or firewalld makes the filter it is for a person.
 */
function onlyFrom(given: Firewall, wanted: Wanted): readonly Requirement[] {
  const wrong = wrongValues(wanted);
  if (wrong.length > 0) return wrong;
  if (wanted.admin.length === 0) {
    const proposed = proposeNetworks(given, networks(given), services(given));
    const { evidence } = proposed;
    return [{ ...proposed, evidence: [...evidence, ...managerEvidence(given), ...kept(given, false)] }];
  }

  const ssh = wanted.admin.flatMap((network) =>
    given.sshPorts.map(({ port }): OpenPort => {
      return { protocol: 'tcp', first: port, last: port, from: addressRanges.parse(network) };
    }),
  );
  const named = wanted.services.map(parseOpenPort).filter((each) => each !== null);
  const proxied = (given.sockets === null ? [] : proxiedListeners(given.sockets)).map(
    ({ protocol, port }): OpenPort => ({ protocol, first: port, last: port, from: null }),
  );
  const open = [...ssh, ...named, ...proxied];
  const allowed = allowing(open);
  const marks = [...open.flatMap(({ first, last }) => [first, last]), 68, 546];
  const atBoot = filterBreaches(given.boot, allowed, marks);
  const now = given.live === null ? [] : filterBreaches(given.live, allowed, marks);
  const judged = judgedBy(given, atBoot);

  const isSsh =
    ({ port }: SshPort) =>
    ({ protocol, first, last }: FilterBreach) =>
      protocol === 'tcp' && first <= port && port <= last;
  const rest = (each: FilterBreach) =>
    !given.sshPorts.some((port) => isSsh(port)(each) && each.first === each.last);
  const steps = obstacles(given, open);
  const wishes = nftWishes(
    given.nft ?? '/usr/sbin/nft',
    { table: INPUT_TABLE, text: inputTable(open), playbook: PLAYBOOK },
    given.sockets === null,
  );
  const requirement = (
    object: string,
    statement: string,
    concerns: (breach: FilterBreach) => boolean,
    more: readonly Evidence[],
  ): Requirement => {
    const [boot, live] = [judged.filter(concerns), now.filter(concerns)];
    const evidence = [
      ...more,
      ...breachEvidence(boot, 'packet filter at boot'),
      ...breachEvidence(live, 'packet filter now'),
    ];
    const about = { object, statement, evidence: [...evidence, ...managerEvidence(given)], wishes: [] };
    if (boot.length === 0 && live.length === 0 && (given.live !== null || given.sockets === null))
      return { ...about, verdict: 'met', evidence: [...kept(given, true), ...about.evidence] };
    if (steps.length > 0) return { ...about, verdict: 'manual', steps };
    return { ...about, verdict: 'unmet', wishes };
  };
  return [
    requirement(
      'filter:input',
      'what is not asked for is dropped, now and after a reboot',
      rest,
      cutOff(given, allowed),
    ),
    ...given.sshPorts.map((port) =>
      requirement(
        `port:tcp/${port.port}`,
        `logins by SSH at port ${port.port} come from ${wanted.admin.join(', ')} only, now and after a reboot`,
        isSsh(port),
        [port.evidence],
      ),
    ),
  ];
}

/** What firewalld will load, nobody knows who does not ask it; as long as it runs, it is what it has loaded. */
function judgedBy(given: Firewall, atBoot: readonly FilterBreach[]): readonly FilterBreach[] {
  const isFirewalld = given.managers.some(({ name }) => name === 'firewalld');
  return isFirewalld && given.live !== null ? [] : atBoot;
}

function allowing(open: readonly OpenPort[]): Allowed {
  return ({ family, protocol, port }) => {
    const every = addressRanges.all(family);
    if (DHCP_CLIENT.includes(`${protocol}/${port}`)) return every;
    const of = open.filter((each) => each.protocol === protocol && each.first <= port && port <= each.last);
    return addressRanges.union(
      ...of.map(
        ({ from }): AddressRanges => (from === null ? every : from.family === family ? from.ranges : []),
      ),
    );
  };
}

function wrongValues({ admin, services: named }: Wanted): readonly Requirement[] {
  const [networkless, portless] = [
    admin.filter((text) => addressRanges.parse(text) === null),
    named.filter((text) => parseOpenPort(text) === null),
  ];
  return [
    ...misspelled(PLAYBOOK, 'admin', networkless, 'is no network; write it as 10.0.0.0/8 or 2001:db8::/32'),
    ...misspelled(PLAYBOOK, 'services', portless, 'is no port; write it as tcp/443, or tcp/9100@10.0.0.0/8'),
  ];
}

function obstacles({ managers, nft }: Firewall, open: readonly OpenPort[]): readonly string[] {
  const foreign = managers.find(({ name }) => name === 'ufw' || name === 'firewalld');
  if (foreign !== undefined) return firewallSteps(foreign.name, open);
  if (nft !== null) return [];
  return [
    'install nftables: apt-get install nftables on Debian and Ubuntu, dnf or zypper install nftables elsewhere',
    'then plan again',
  ];
}
