import { type ChainEnd, forwardChainEnd } from '../formats/forward-chain.ts';
import { decodeHostText } from '../formats/host-text.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { processes } from './processes.ts';

const PROGRAMS: { readonly [family: string]: readonly Path[] } = {
  ipv4: ['/usr/sbin/iptables', '/sbin/iptables'],
  ipv6: ['/usr/sbin/ip6tables', '/sbin/ip6tables'],
};

/**
 * How the chain FORWARD ends for one family: `iptables -S FORWARD`, the program that dockerd uses itself. Null where
 * dockerd does not run: asking could load modules of the kernel that nothing has needed yet.
 */
export function forwardFilter(family: 'ipv4' | 'ipv6'): Fact<ChainEnd | null> {
  return {
    name: `forward-filter ${family}`,
    async read(host, use) {
      const runs = (await use(processes))?.some(({ argv }) => argv[0]?.endsWith('/dockerd')) === true;
      if (!runs) return null;
      for (const program of PROGRAMS[family] ?? []) {
        if ((await host.resolve(program)) === null) continue;
        const argv = [program, '-w', '5', '-S', 'FORWARD'] as const;
        return forwardChainEnd(decodeHostText(await host.observe({ type: 'command', argv })));
      }
      return null;
    },
  };
}
