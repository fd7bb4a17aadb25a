import { type DockerDaemon, dockerOption } from '../facts/docker-daemon.ts';
import { dockerSwitch } from '../facts/docker-switch.ts';
import type { KernelSettings } from '../facts/kernel-settings.ts';
import type { Tolerated } from '../facts/tolerated.ts';
import type { ChainEnd } from '../formats/forward-chain.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import { forwardedInterfaces } from './forwarding-role.ts';
import { liveValues } from './live-values.ts';
import { unreadEvidence } from './unread-evidence.ts';

interface Given {
  readonly settings: KernelSettings;
  readonly daemon: DockerDaemon;
  readonly filter: Tolerated<ChainEnd | null>;
  /** A file turns forwarding on before dockerd starts, which then leaves the policy alone. */
  readonly isPersisted: boolean;
}

const FAMILIES = {
  ipv4: {
    words: 'IPv4',
    program: 'iptables',
    each: 'net.ipv4.conf.*.forwarding',
  },
  ipv6: {
    words: 'IPv6',
    program: 'ip6tables',
    each: 'net.ipv6.conf.*.forwarding',
  },
} as const;

const TABLE_FILE = '/etc/nftables.d/forward-guard.nft';
const UNIT_FILE = '/etc/systemd/system/forward-guard.service';
/** What it accepts, the chains of Docker still judge: a verdict of accept ends this chain only. */
const FORWARD_GUARD = [
  'table inet forward_guard',
  'delete table inet forward_guard',
  'table inet forward_guard {',
  '  chain forward {',
  '    type filter hook forward priority -10; policy drop;',
  '    ct state established,related accept',
  '    iifname "docker*" accept',
  '    iifname "br-*" accept',
  '    oifname "docker*" accept',
  '    oifname "br-*" accept',
  '  }',
  '}',
];
const FORWARD_GUARD_UNIT = [
  '[Unit]',
  'Before=network-pre.target',
  'Wants=network-pre.target',
  'DefaultDependencies=no',
  'After=local-fs.target',
  '[Service]',
  'Type=oneshot',
  'RemainAfterExit=yes',
  `ExecStart=/usr/sbin/nft -f ${TABLE_FILE}`,
  '[Install]',
  'WantedBy=sysinit.target',
];

/**
 * What comes in by one interface that is not Docker's does not go out by another: the chain FORWARD drops what no rule
 * takes. dockerd sees to that at its start, if it is dockerd that turns forwarding on.
 */
export function forwardDrop(family: 'ipv4' | 'ipv6', given: Given): Requirement {
  const { words, program, each } = FAMILIES[family];
  const { settings, filter, isPersisted } = given;
  const about = {
    object: `forward:${family}`,
    statement: `${words} packets are not forwarded between interfaces that are not of Docker, now and after a reboot`,
    wishes: [],
    observed: true,
  };
  const live = liveValues(settings, each);
  const forwards = [...(live ?? [])].some(([, value]) => value !== '0');
  const hindrances = configuredOtherwise(family, given.daemon);
  const evidence: Evidence[] = [...hindrances];
  if (live !== null && !forwards) {
    evidence.push({ source: `/proc/sys/net/${family}/conf`, says: 'no interface forwards now', wins: true });
  } else if ('refusal' in filter) {
    const unread = unreadEvidence(`${program} -S FORWARD`, filter.refusal);
    return { ...about, verdict: 'unknown', evidence: [...evidence, unread] };
  } else if (filter.value !== null) {
    evidence.push({ source: `${program} -S FORWARD`, says: filter.value.says, wins: true });
  } else if (live !== null) {
    const says = 'dockerd does not run, so what its chain drops was not asked';
    return { ...about, verdict: 'unknown', evidence: [...evidence, { source: program, says, wins: true }] };
  }
  const accepts = forwards && 'value' in filter && filter.value?.drops === false;
  const isOnlyNow = accepts && hindrances.length === 0 && !isPersisted && family === 'ipv4';
  if (isOnlyNow) return { ...about, verdict: 'manual', evidence, steps: dropNow(program, settings) };
  if (accepts || hindrances.length > 0 || isPersisted)
    return { ...about, verdict: 'manual', evidence, steps: ownTable(family, hindrances) };
  const says = 'dockerd drops what no rule takes when it turns forwarding on';
  return { ...about, verdict: 'met', evidence: [...evidence, { source: 'dockerd', says, wins: false }] };
}

/** What keeps dockerd from setting the policy, whoever turns forwarding on. */
function configuredOtherwise(family: 'ipv4' | 'ipv6', daemon: DockerDaemon): readonly Evidence[] {
  const is = (key: string, wanted: boolean) =>
    dockerSwitch(daemon, key)
      .filter(({ isOn }) => isOn === wanted)
      .map(({ evidence }) => evidence);
  return [
    ...is('ip-forward', false),
    ...is('ip-forward-no-drop', true),
    ...is('iptables', false),
    ...(family === 'ipv6' ? is('ip6tables', false) : []),
    ...dockerOption(daemon, ['--firewall-backend'], 'firewall-backend')
      .filter(({ value }) => value === 'nftables')
      .map(({ evidence }) => evidence),
  ];
}

function dropNow(program: string, settings: KernelSettings): readonly string[] {
  const others = forwardedInterfaces(settings);
  return [
    ...others.flatMap((name) => [
      `if ${name} is to be forwarded for: ${program} -w -I FORWARD -i ${shellWord(name)} -j ACCEPT && ${program} -w -I FORWARD -o ${shellWord(name)} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
    ]),
    `${program} -w -P FORWARD DROP (until the next boot; what containers send and publish, Docker's own rules accept)`,
  ];
}

/** Apart from Docker's tables, and from nftables.service, whose file begins by flushing them. */
function ownTable(family: 'ipv4' | 'ipv6', hindrances: readonly Evidence[]): readonly string[] {
  const write = (path: string, lines: readonly string[]) =>
    `printf '%s\\n' ${lines.map(shellWord).join(' ')} > ${path}`;
  const otherwise = hindrances.map(({ source, line, says }) => {
    const place = line === undefined ? source : `${source}, line ${line}`;
    return `either take ${says} out of ${place}, and restart docker`;
  });
  if (otherwise.length === 0)
    otherwise.push(
      family === 'ipv4'
        ? 'either let dockerd alone turn forwarding on, as key:net.ipv4.ip_forward says: it then drops the rest'
        : 'either have dockerd make rules for IPv6: "ip6tables": true in daemon.json (before Engine 27.0 with "experimental": true), and restart docker',
    );
  return [
    ...otherwise,
    `or drop it in a table of your own, with nft of the package nftables (bridges with names of their own need lines, too): mkdir -p /etc/nftables.d && ${write(TABLE_FILE, FORWARD_GUARD)}`,
    `nft -c -f ${TABLE_FILE} && ${write(UNIT_FILE, FORWARD_GUARD_UNIT)}`,
    'systemctl daemon-reload && systemctl enable --now forward-guard.service, and waive this',
  ];
}
