import { bootPacketFilter } from '../facts/boot-packet-filter.ts';
import { defaultInterfaces } from '../facts/default-interfaces.ts';
import { type DockerDaemon, dockerDaemon } from '../facts/docker-daemon.ts';
import { livePacketFilter } from '../facts/live-packet-filter.ts';
import { nftProgram } from '../facts/nft-program.ts';
import { publishedBindings } from '../facts/published-bindings.ts';
import { sockets } from '../facts/sockets.ts';
import { type AddressRanges, addressRanges, type IpFamily } from '../formats/address-ranges.ts';
import { isLoopback } from '../formats/is-loopback.ts';
import { type NftAdmission, nftAdmits } from '../formats/nft-admits.ts';
import type { NftRuleset } from '../formats/nft-ruleset.ts';
import { type OpenPort, parseOpenPort } from '../formats/open-port.ts';
import type { PublishedBinding } from '../formats/published-bindings.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { ObservedSockets } from '../model/observation.ts';
import type { Path } from '../model/path.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import { breachEvidence } from './breach-evidence.ts';
import type { FilterBreach } from './filter-breaches.ts';
import { misspelled } from './misspelled.ts';
import { nftWishes } from './nft-wishes.ts';
import { proxiedListeners } from './open-listeners.ts';
import { PUBLISHED_TABLE, publishedTable } from './published-table.ts';

/** Ports that containers publish, and who can use them. */
export const publishedPorts = {
  daemon: dockerDaemon,
  bindings: publishedBindings,
  program: nftProgram,
  boot: bootPacketFilter,
  live: livePacketFilter,
  sockets,
  interfaces: defaultInterfaces,
  hasDocker,
  names,
  onlyAllowed,
};

interface Given {
  readonly daemon: DockerDaemon;
  readonly bindings: readonly PublishedBinding[] | null;
  readonly nft: Path | null;
  readonly boot: NftRuleset;
  readonly live: NftRuleset | null;
  readonly sockets: ObservedSockets | null;
  readonly interfaces: readonly string[];
}

interface Published {
  readonly name: string;
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  readonly bindings: readonly PublishedBinding[];
}

const PLAYBOOK = 'network/published-port-exposure';
const POLICY = `/etc/holdfast/policy.ini, in the section [${PLAYBOOK}]`;
/** Interfaces of containers' networks: the default one's, one that a user made, and that of a swarm. */
const OUTS = ['docker0', 'br-0123456789ab', 'docker_gwbridge'];

/** True, or the sentence why nothing is published here. */
function hasDocker({ daemon }: Pick<Given, 'daemon'>): true | string {
  return daemon.command !== null || 'Docker is not installed';
}

/** Ports that other machines may reach by what containers publish now, to choose from. */
function names({ bindings }: Pick<Given, 'bindings'>): readonly string[] {
  return publishedOf(bindings ?? []).map(({ name }) => name);
}

/**
 * Other machines use a published port only as `allowed`, now and after a reboot, and those of containers to come not at
 * all. Unmet, it wishes for a table of our own that keeps them out; what the container is bound to is for a person.
 */
function onlyAllowed(given: Given, allowed: readonly string[]): readonly Requirement[] {
  const wrong = allowed.filter((text) => parseOpenPort(text) === null);
  if (wrong.length > 0)
    return misspelled(PLAYBOOK, 'allowed', wrong, 'is no port; write it as tcp/443, or tcp/8443@10.0.0.0/8');
  const open = allowed.map(parseOpenPort).filter((each) => each !== null);
  const published = publishedOf(given.bindings ?? []);
  const besides = [...portsBesides(open, 'tcp'), ...portsBesides(open, 'udp')];
  const others = besides.flatMap((port) =>
    ([4, 6] as const).flatMap((family) => openedFor(given, port, family, [])),
  );
  if (allowed.length === 0 && (published.length > 0 || others.length > 0))
    return [undecided(given, published)];

  const steps = obstacles(given);
  const wishes = nftWishes(
    given.nft ?? '/usr/sbin/nft',
    {
      table: PUBLISHED_TABLE,
      text: publishedTable(
        open,
        published.map(({ protocol, port }) => ({ protocol, first: port, last: port, from: null })),
      ),
      playbook: PLAYBOOK,
    },
    given.sockets === null,
  );
  const judged = (
    about: Pick<Requirement, 'object' | 'statement'>,
    breaches: readonly FilterBreach[],
    evidence: readonly Evidence[],
    observed: boolean,
  ): Requirement => {
    const through =
      breaches.length > 0
        ? breachEvidence(breaches, 'packet filter')
        : [{ source: 'packet filter', says: 'lets through no more than is allowed', wins: true }];
    const all = { ...about, evidence: [...evidence, ...through], wishes: [] };
    const isUnseen = given.live === null && given.sockets !== null;
    if (breaches.length === 0 && !isUnseen)
      return { ...all, verdict: 'met', ...(observed ? { observed } : {}) };
    return steps.length > 0 ? { ...all, verdict: 'manual', steps } : { ...all, verdict: 'unmet', wishes };
  };
  return [
    judged(
      {
        object: 'published:others',
        statement: 'what containers publish besides is not reached by other machines, now and after a reboot',
      },
      others,
      [],
      false,
    ),
    ...published.map((each) => {
      const from = open.filter((one) => covers(one, each));
      const families = new Set(each.bindings.map(({ address }): IpFamily => (address.includes(':') ? 6 : 4)));
      return judged(
        {
          object: `published:${each.name}`,
          statement: `${each.name} is used from other machines only as allowed, now and after a reboot`,
        },
        [...families].flatMap((family) => openedFor(given, each, family, from)),
        bindingEvidence(each),
        true,
      );
    }),
  ];
}

function publishedOf(bindings: readonly PublishedBinding[]): readonly Published[] {
  const open = bindings.filter(({ address }) => !isLoopback(address));
  return [...Map.groupBy(open, ({ protocol, port }) => `${protocol}/${port}`)]
    .map(([name, each]): Published => {
      const [{ protocol, port } = { protocol: 'tcp' as const, port: 0 }] = each;
      return { name, protocol, port, bindings: each };
    })
    .sort((a, b) => (a.protocol < b.protocol ? -1 : a.protocol > b.protocol ? 1 : a.port - b.port));
}

function covers({ protocol, first, last }: OpenPort, port: Pick<Published, 'protocol' | 'port'>): boolean {
  return protocol === port.protocol && first <= port.port && port.port <= last;
}

/** Some port that nobody allows: what holds for it holds for all of them. None where all are allowed to somebody. */
function portsBesides(
  open: readonly OpenPort[],
  protocol: 'tcp' | 'udp',
): readonly Pick<Published, 'protocol' | 'port'>[] {
  let port = 65535;
  while (port > 0 && open.some((each) => covers(each, { protocol, port }))) port -= 1;
  return port === 0 ? [] : [{ protocol, port }];
}

/** Who gets through beyond what is allowed: by Docker's rules into a container's network, or to Docker's own program. */
function openedFor(
  { boot, live, sockets: seen }: Given,
  { protocol, port }: Pick<Published, 'protocol' | 'port'>,
  family: IpFamily,
  allowed: readonly OpenPort[],
): readonly FilterBreach[] {
  const proxied = (seen === null ? [] : proxiedListeners(seen)).some(
    (each) => each.protocol === protocol && each.port === port,
  );
  const outs = proxied ? [...OUTS, null] : OUTS;
  const may = addressRanges.union(
    ...allowed.map(
      ({ from }): AddressRanges =>
        from === null ? addressRanges.all(family) : from.family === family ? from.ranges : [],
    ),
  );
  return [boot, live].flatMap((ruleset) => {
    if (ruleset === null) return [];
    const admits = nftAdmits(ruleset);
    const through = outs.map((out): NftAdmission => admits({ family, protocol, port, out }, 'at-most'));
    const from = addressRanges.subtract(addressRanges.union(...through.map((each) => each.from)), may);
    if (from.length === 0) return [];
    const by = through.flatMap((each) => each.by).slice(0, 1);
    return [{ protocol, first: port, last: port, family, from, by }];
  });
}

function obstacles({ nft, interfaces }: Given): readonly string[] {
  const uplink = interfaces.find((name) => name.startsWith('br-'));
  if (uplink !== undefined)
    return [
      `give ${shellWord(uplink)}, by which this host reaches others, a name that does not begin like those of Docker's bridges (br-): what comes in by those is taken for a container's`,
      'then plan again',
    ];
  if (nft !== null) return [];
  return [
    'install nftables: apt-get install nftables on Debian and Ubuntu, dnf or zypper install nftables elsewhere',
    'then plan again',
  ];
}

function bindingEvidence({ bindings }: Published): readonly Evidence[] {
  return bindings.map(({ container, address, protocol, port }) => ({
    source: 'docker ps',
    says: `${container} publishes ${protocol}/${port} at ${isEverywhere(address) ? 'every address' : address}${port < 1024 ? ', a port below 1024' : ''}`,
    wins: false,
  }));
}

function isEverywhere(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

function undecided({ bindings }: Given, published: readonly Published[]): Requirement {
  const containers = [
    ...new Set(published.flatMap((each) => each.bindings.map(({ container }) => container))),
  ];
  const list = published.map(({ name }) => name).join(', ');
  return {
    object: 'param:allowed',
    verdict: 'manual',
    statement: 'it is decided which published ports other machines may use',
    evidence:
      published.length === 0
        ? [
            {
              source: 'docker ps',
              says: bindings === null ? 'dockerd was not asked' : 'no container publishes a port for others',
              wins: false,
            },
          ]
        : published.flatMap(bindingEvidence),
    wishes: [],
    steps: [
      ...containers.map(
        (name) =>
          `what only this machine uses of ${name} is published at 127.0.0.1: see docker inspect --format '{{json .HostConfig.PortBindings}}' ${shellWord(name)}, and make it anew with --publish 127.0.0.1:PORT:PORT (in a compose file: "127.0.0.1:PORT:PORT")`,
      ),
      'for containers to come, "ip": "127.0.0.1" in /etc/docker/daemon.json publishes on the default network at 127.0.0.1 unless told otherwise; for other networks (Engine 24 and later) "default-network-opts": {"bridge": {"com.docker.network.bridge.host_binding_ipv4": "127.0.0.1"}}; then systemctl restart docker, which stops the containers unless live-restore is on',
      `name the ports that other machines use in ${POLICY}, with a network where not everybody does: allowed = ${list || 'tcp/443, tcp/8443@10.0.0.0/8'}`,
      'then plan again: all others are kept out',
    ],
  };
}
