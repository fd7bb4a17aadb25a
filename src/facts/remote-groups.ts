import { type GroupEntry, groupCompatLines, parseGroup } from '../formats/group.ts';
import { decodeHostText } from '../formats/host-text.ts';
import type { Fact } from '../model/playbook.ts';
import { Refused } from '../model/refusal.ts';
import { accountSources } from './account-sources.ts';
import { dockerGroup } from './docker-group.ts';
import { hostFile } from './host-file.ts';

/** Docker's groups as all sources of the host have them together, where there are others than files. */
export interface RemoteGroups {
  /** `sss`, `ldap`, `nis`; empty where files are the only source. */
  readonly sources: readonly string[];
  readonly groups: readonly Omit<GroupEntry, 'line'>[];
}

/** Local files, under three names; `systemd` has only users and groups of running services. */
const LOCAL = ['files', 'systemd', 'altfiles'];

/** getent(1) of each of Docker's groups; not asked in an image, whose sources cannot answer. */
export const remoteGroups: Fact<RemoteGroups> = {
  name: 'remote-groups',
  async read(host, use) {
    const { group } = await use(accountSources);
    const compat = (await hostFile(host, '/etc/group', groupCompatLines)) ?? [];
    const sources = group
      .filter((source) => !LOCAL.includes(source))
      .filter((source) => source !== 'compat' || compat.length > 0);
    if (sources.length === 0 || host.identity.type === 'image') return { sources: [], groups: [] };
    const found: Omit<GroupEntry, 'line'>[] = [];
    for (const { name } of await use(dockerGroup)) {
      const argv = ['/usr/bin/getent', 'group', name] as const;
      const text = decodeHostText(await host.observe({ type: 'command', argv }));
      const [entry] = parsed(argv.join(' '), text);
      if (entry !== undefined) found.push({ name: entry.name, gid: entry.gid, members: entry.members });
    }
    return { sources, groups: found };
  },
};

function parsed(command: string, text: string): readonly GroupEntry[] {
  try {
    return parseGroup(text);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new Refused({ code: 'command-failed', args: { command, why: error.message } }, { cause: error });
  }
}
