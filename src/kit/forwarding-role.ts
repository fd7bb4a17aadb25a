import { bootSettings } from '../facts/boot-settings.ts';
import { type DockerDaemon, dockerOption } from '../facts/docker-daemon.ts';
import type { DataDirectory } from '../facts/docker-data.ts';
import { dockerSwitch } from '../facts/docker-switch.ts';
import type { KernelSettings } from '../facts/kernel-settings.ts';
import type { DockerNetwork } from '../formats/docker-networks.ts';
import type { Evidence } from '../model/requirement.ts';
import { interfaceNames } from './interface-names.ts';

/**
 * What a host forwards for: `containers` on Docker's bridges; nobody (`host`); others, as its policy says (`router`),
 * or as it looks (`undecided`).
 */
export interface ForwardingRole {
  readonly name: 'containers' | 'host' | 'router' | 'undecided';
  readonly evidence: readonly Evidence[];
}

interface Given {
  readonly settings: KernelSettings;
  readonly daemon: DockerDaemon;
  readonly directories: readonly DataDirectory[];
  readonly networks: readonly DockerNetwork[] | null;
}

const FORWARDING = ['net/ipv4/ip_forward', 'net/ipv4/conf/all/forwarding', 'net/ipv6/conf/all/forwarding'];
/** Made by hypervisors, other container engines, VPNs and routing daemons, which forward for others. */
const FORWARDS =
  /^(?:cali|cilium|cni|flannel|gre|incusbr|ipsec|kube|lxcbr|lxdbr|podman|ppp|tailscale|tap|tun|vir?br|vmbr|vti|wg|zt)/;
/** Made by Docker, or by the kernel for itself. */
const VIRTUAL = /^(?:lo$|br-|docker|dummy|veth|sit0$|tunl0$|ip6tnl0$|erspan0$|gre0$|gretap0$)/;

/** `how` is `by-role`, `off` or `router`. Where Docker may have bridges, nothing else makes it a plain host. */
export function forwardingRole(given: Given, how: string): ForwardingRole {
  const { settings, directories, daemon } = given;
  if (how === 'router') {
    const says = 'forwarding = router: this host forwards for others';
    return { name: 'router', evidence: [{ source: 'policy', says, wins: true }] };
  }
  if (directories.length > 0 || daemon.command !== null) {
    const without = withoutBridges(given);
    if (without === null) return { name: 'containers', evidence: bridgeEvidence(given) };
    return { name: 'host', evidence: without };
  }
  if (how === 'off' || !forwards(settings)) return { name: 'host', evidence: [] };
  const reasons = othersEvidence(settings);
  return reasons.length === 0 ? { name: 'host', evidence: [] } : { name: 'undecided', evidence: reasons };
}

/** Interfaces that somebody else than Docker forwards for. */
export function forwardedInterfaces(settings: KernelSettings): readonly string[] {
  return interfaceNames(settings).filter((name) => FORWARDS.test(name) && !VIRTUAL.test(name));
}

/** Why Docker has no bridge and makes none: all of the three, or null. */
function withoutBridges({ daemon, networks }: Given): readonly Evidence[] | null {
  const [bridge] = dockerOption(daemon, ['--bridge', '-b'], 'bridge');
  const [forward] = dockerSwitch(daemon, 'ip-forward');
  if (bridge?.value !== 'none' || forward?.isOn !== false) return null;
  if (networks === null || networks.some(({ driver }) => !['host', 'null'].includes(driver))) return null;
  return [bridge.evidence, forward.evidence];
}

function bridgeEvidence({ networks }: Given): readonly Evidence[] {
  if (networks === null) return [{ source: 'dockerd', says: 'its containers are on bridges', wins: true }];
  const bridges = networks.filter(({ driver }) => !['host', 'null'].includes(driver));
  const says = bridges.map(({ name, driver }) => `${name} (${driver})`).join(', ');
  return [{ source: 'docker network ls', says, wins: true }];
}

function forwards({ configuration, live }: KernelSettings): boolean {
  const decide = bootSettings(configuration);
  return FORWARDING.some((path) => isOn(live?.[path] ?? null) || isOn(decide(path)?.value ?? null));
}

function isOn(value: string | null): boolean {
  return value !== null && value !== '0';
}

/** It forwards: in an image that is somebody's decision, on a host it may be where there is something to forward between. */
function othersEvidence(settings: KernelSettings): readonly Evidence[] {
  if (settings.live === null)
    return [{ source: 'image', says: 'what it will forward for is not known', wins: true }];
  const made = forwardedInterfaces(settings);
  const wires = interfaceNames(settings).filter((name) => !VIRTUAL.test(name) && !FORWARDS.test(name));
  if (made.length === 0 && wires.length < 2) return [];
  const says = `there are ${[...made, ...wires].join(', ')}, and packets are forwarded between them`;
  return [{ source: '/proc/sys/net/ipv4/conf', says, wins: true }];
}
