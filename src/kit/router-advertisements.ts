import type { KernelSettings } from '../facts/kernel-settings.ts';
import type { Routing } from '../facts/routing.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { Requirement } from '../model/requirement.ts';
import { sysctl } from './sysctl.ts';

const KEY = 'net.ipv6.conf.*.accept_ra';

/**
 * Router advertisements are refused. Where the kernel has taken routes from them, or nobody knows (an image), that
 * would take IPv6 away some minutes later, when they expire: then a person decides, by a parameter or otherwise.
 */
export function routerAdvertisements(
  { settings, routing }: { readonly settings: KernelSettings; readonly routing: Routing | null },
  how: string,
  topic: string,
): Requirement {
  const refused = sysctl.onEveryInterface(settings, KEY, 0, topic);
  if (how === 'accept') {
    const says = 'router-advertisements = accept: this site relies on them';
    const evidence = [{ source: 'policy', says, wins: true }, ...refused.evidence];
    return { ...refused, verdict: 'not-applicable', evidence, wishes: [] };
  }
  if (how === 'refuse' || refused.verdict !== 'unmet') return refused;
  if (routing === null) {
    const says = 'whether it will have its IPv6 address and route from router advertisements is not known';
    return {
      ...refused,
      verdict: 'manual',
      evidence: [...refused.evidence, { source: 'image', says, wins: true }],
      wishes: [],
      steps: [
        decide('accept', 'if its network will give it IPv6 by router advertisements'),
        decide('refuse', 'if its IPv6 will be static, or it has none'),
      ],
    };
  }
  const used = routing.advertised ?? [];
  if (used.length === 0) return refused;
  const says = `routes of ${used.join(', ')} come from router advertisements`;
  return {
    ...refused,
    verdict: 'manual',
    evidence: [...refused.evidence, { source: '/proc/net/ipv6_route', says, wins: true }],
    wishes: [],
    steps: [
      ...used.map(
        (name) =>
          `give ${name} a static IPv6 address and default route where it is configured (now: ip -6 address show dev ${shellWord(name)}; ip -6 route show dev ${shellWord(name)}), then scan again`,
      ),
      decide('accept', 'or, if it is to keep them'),
    ],
  };
}

function decide(value: string, where: string): string {
  return `${where}: set router-advertisements = ${value} below [network/network-sysctl-baseline] in policy.ini`;
}
