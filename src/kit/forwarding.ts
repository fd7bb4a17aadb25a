import { type DockerDaemon, dockerDaemon, dockerOption } from '../facts/docker-daemon.ts';
import { type DataDirectory, dockerData } from '../facts/docker-data.ts';
import { dockerNetworks } from '../facts/docker-networks.ts';
import { dockerSwitch } from '../facts/docker-switch.ts';
import { forwardFilter } from '../facts/forward-filter.ts';
import type { KernelSettings } from '../facts/kernel-settings.ts';
import { type Tolerated, tolerated } from '../facts/tolerated.ts';
import type { DockerNetwork } from '../formats/docker-networks.ts';
import type { ChainEnd } from '../formats/forward-chain.ts';
import type { Requirement } from '../model/requirement.ts';
import { forwardDrop } from './forward-drop.ts';
import { type ForwardingFamily, forwardingOff } from './forwarding-off.ts';
import { type ForwardingRole, forwardedInterfaces, forwardingRole } from './forwarding-role.ts';
import { liveEvidence } from './live-evidence.ts';
import { liveValues } from './live-values.ts';
import { persistedForwarding } from './persisted-forwarding.ts';

interface Given {
  readonly settings: KernelSettings;
  readonly daemon: DockerDaemon;
  readonly directories: readonly DataDirectory[];
  readonly networks: readonly DockerNetwork[] | null;
  readonly ipv4Filter: Tolerated<ChainEnd | null>;
  readonly ipv6Filter: Tolerated<ChainEnd | null>;
}

const IPV4: ForwardingFamily = {
  leader: 'net.ipv4.ip_forward',
  lines: ['net.ipv4.ip_forward'],
  each: 'net.ipv4.conf.*.forwarding',
};
const IPV6: ForwardingFamily = {
  leader: 'net.ipv6.conf.all.forwarding',
  lines: ['net.ipv6.conf.all.forwarding', 'net.ipv6.conf.default.forwarding'],
  each: 'net.ipv6.conf.*.forwarding',
};
const MULTICAST = ['net.ipv4.conf.*.mc_forwarding', 'net.ipv6.conf.*.mc_forwarding'];

/** What a host forwards, for whom, and that it is no more than that. */
export const forwarding = {
  keys: [IPV4.leader, IPV4.each, IPV6.each, ...MULTICAST],
  daemon: dockerDaemon,
  directories: dockerData,
  networks: dockerNetworks,
  ipv4Filter: tolerated(forwardFilter('ipv4')),
  ipv6Filter: tolerated(forwardFilter('ipv6')),
  onlyForContainers,
};

/** `how`: what the host forwards for, `by-role`, `off` or `router`. `topic` names the drop-in. */
function onlyForContainers(given: Given, how: string, topic: string): readonly Requirement[] {
  const { settings, daemon } = given;
  const role = forwardingRole(given, how);
  const multicast = MULTICAST.map((key) => multicastOff(settings, key));
  if (role.name === 'containers') {
    const leader = ipv4ForContainers(given, role);
    // A line that stays, dockerd will find forwarding on.
    const isPersisted = leader.verdict === 'manual';
    return [
      leader,
      ipv6ForContainers(given, role, topic),
      ...multicast,
      forwardDrop('ipv4', { settings, daemon, filter: given.ipv4Filter, isPersisted }),
      forwardDrop('ipv6', { settings, daemon, filter: given.ipv6Filter, isPersisted: false }),
    ];
  }
  return [...[IPV4, IPV6].map((family) => withoutContainers(given, family, role, topic)), ...multicast];
}

function withoutContainers(
  { settings }: Given,
  family: ForwardingFamily,
  role: ForwardingRole,
  topic: string,
): Requirement {
  const off = forwardingOff(settings, family, topic, role.evidence);
  const live = liveValues(settings, family.each);
  if (live !== null && live.size === 0)
    return { ...off, verdict: 'not-applicable', evidence: [absent(family.each)], wishes: [] };
  if (role.name === 'router') return { ...off, verdict: 'not-applicable', wishes: [] };
  if (role.name === 'host' || off.verdict === 'met') return off;
  const set = 'below [network/packet-forwarding] in policy.ini';
  return {
    ...off,
    verdict: 'manual',
    wishes: [],
    steps: [
      `if this host is a router, a VPN gateway or a hypervisor, or runs containers of another engine: set forwarding = router ${set}`,
      `if not: set forwarding = off ${set}`,
    ],
  };
}

/** It may be on, and dockerd turns it on. A file that did it earlier would keep dockerd from dropping the rest. */
function ipv4ForContainers(given: Given, role: ForwardingRole): Requirement {
  const { configuration, live } = given.settings;
  const { isOn, lines, evidence: said } = persistedForwarding(configuration);
  const now = live?.['net/ipv4/ip_forward'];
  const about = {
    object: `key:${IPV4.leader}`,
    statement: `${IPV4.leader} is left to dockerd, which drops what is not of its containers if it turns it on itself`,
    evidence: [
      ...role.evidence,
      ...said,
      ...(said.length === 0 ? [{ source: '/etc/sysctl.d', says: 'no file sets it', wins: true }] : []),
      ...(now === undefined ? [] : [{ source: '/proc/sys/net/ipv4/ip_forward', says: now, wins: true }]),
    ],
    wishes: [],
  };
  if (!isOn) return { ...about, verdict: 'met' };
  const why = whyNotTaken(given);
  const others = lines.filter(({ file }) => !file.startsWith('/etc/'));
  if (why === null && others.length === 0) {
    const parts = new Map(lines.map(({ file, key }) => [`${file} ${key}`, { file, key }]));
    const wishes = [...parts.values()].map(({ file, key }) => ({
      kind: 'entry' as const,
      key: file,
      part: `sysctl:${key}`,
      desired: null,
    }));
    return { ...about, verdict: 'unmet', wishes };
  }
  const steps = lines.map(({ file, line, key, value }) =>
    file.startsWith('/etc/')
      ? `take line ${line} (${key} = ${value}) out of ${file}`
      : `hide ${file} behind a file of the same name in /etc/sysctl.d that lacks line ${line} (${key} = ${value})`,
  );
  const reason =
    why === null
      ? []
      : [
          `${why}: if that is so on purpose, drop what is not of Docker as forward:ipv4 says, and waive this; otherwise`,
        ];
  return { ...about, verdict: 'manual', steps: [...reason, ...steps] };
}

/** Somebody needs forwarding besides dockerd, or dockerd does not see to it: the line is not taken out. */
function whyNotTaken({ settings, daemon }: Given): string | null {
  const others = forwardedInterfaces(settings);
  if (others.length > 0) return `${others.join(', ')} may need it, too`;
  const off = [
    ...dockerSwitch(daemon, 'ip-forward').filter(({ isOn }) => !isOn),
    ...dockerOption(daemon, ['--firewall-backend'], 'firewall-backend').filter(
      ({ value }) => value === 'nftables',
    ),
  ];
  return off[0] === undefined ? null : `dockerd does not turn it on (${off[0].evidence.says})`;
}

/** Only networks with IPv6 need it. */
function ipv6ForContainers(given: Given, role: ForwardingRole, topic: string): Requirement {
  const { settings, daemon, networks } = given;
  const off = withoutContainers(given, IPV6, { name: 'host', evidence: [] }, topic);
  const wanted = dockerSwitch(daemon, 'ipv6').filter(({ isOn }) => isOn);
  const having = (networks ?? []).filter(({ hasIPv6 }) => hasIPv6);
  const needs = [
    ...wanted.map(({ evidence }) => evidence),
    ...having.map(({ name }) => ({ source: 'docker network ls', says: `${name} has IPv6`, wins: true })),
  ];
  if (off.verdict === 'met' || off.verdict === 'not-applicable') return off;
  if (needs.length > 0) {
    const statement = 'IPv6 is forwarded for networks of Docker that have it';
    return { ...off, statement, verdict: 'met', evidence: [...needs, ...off.evidence], wishes: [] };
  }
  const forwards = [...(liveValues(settings, IPV6.each) ?? [])].some(([, value]) => value !== '0');
  const others = forwardedInterfaces(settings);
  if (!forwards || (networks !== null && others.length === 0)) return off;
  const whose =
    networks === null
      ? 'Docker does not run, and may have networks with IPv6'
      : `${others.join(', ')} may need it`;
  return {
    ...off,
    verdict: 'manual',
    evidence: [...role.evidence, ...off.evidence],
    wishes: [],
    steps: [
      networks === null ? `${whose}: start it and scan again` : `${whose}: if so, waive this`,
      'otherwise: sysctl -w net.ipv6.conf.all.forwarding=0',
    ],
  };
}

/** The kernel lets nobody write it: a daemon that routes multicast has turned it on. */
function multicastOff(settings: KernelSettings, key: string): Requirement {
  const live = liveValues(settings, key);
  const about = { object: `key:${key}`, statement: `${key} is 0 on every interface now`, wishes: [] };
  if (live === null) {
    const says = 'only a daemon that runs turns it on';
    return { ...about, verdict: 'not-applicable', evidence: [{ source: 'image', says, wins: true }] };
  }
  if (live.size === 0) return { ...about, verdict: 'not-applicable', evidence: [absent(key)] };
  const evidence = liveEvidence(key, live);
  if ([...live.values()].every((value) => value === '0')) return { ...about, verdict: 'met', evidence };
  const steps = [
    'a daemon routes multicast (often smcrouted, mrouted or pimd): systemctl list-units --type=service names it',
    'if nobody needs it: systemctl disable --now UNIT; otherwise waive this',
  ];
  return { ...about, verdict: 'manual', evidence, steps };
}

function absent(key: string) {
  return {
    source: `/proc/sys/${key.replaceAll('.', '/')}`,
    says: 'absent: the kernel has no such setting',
    wins: true,
  };
}
