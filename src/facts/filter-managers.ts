import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import type { Evidence } from '../model/requirement.ts';
import { enabledBy } from './enabled-by.ts';
import { hostFile } from './host-file.ts';

/** A program that makes the packet filter's rules at boot, and what says so. */
export interface FilterManager {
  readonly name: 'firewalld' | 'ufw' | 'iptables-persistent' | 'nftables';
  readonly evidence: Evidence;
}

const UFW: Path = '/etc/ufw/ufw.conf';
/** By its unit; ufw's is enabled also where ufw is not. */
const BY_UNIT = [
  ['firewalld', 'firewalld.service'],
  ['iptables-persistent', 'netfilter-persistent.service'],
  ['nftables', 'nftables.service'],
] as const;

/** Who makes the packet filter at boot; none is the usual case on a server as it is installed, and one is enough. */
export const filterManagers: Fact<readonly FilterManager[]> = {
  name: 'filter-managers',
  async read(host, use) {
    const found: FilterManager[] = [];
    const line = await hostFile(host, UFW, (text) => {
      const lines = text.split('\n');
      const at = lines.findLastIndex((each) => /^\s*ENABLED\s*=/.test(each));
      return at < 0 ? null : { line: at + 1, says: lines[at]?.trim() ?? '' };
    });
    if (line !== null && /=\s*["']?yes["']?$/i.test(line.says))
      found.push({ name: 'ufw', evidence: { source: UFW, ...line, wins: true } });
    for (const [name, unit] of BY_UNIT) {
      const link = await use(enabledBy(unit));
      if (link === null) continue;
      found.push({ name, evidence: { source: link, says: `${unit} starts at boot`, wins: true } });
    }
    return found;
  },
};
