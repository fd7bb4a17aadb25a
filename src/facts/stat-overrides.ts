import { hostPath } from '../formats/host-path.ts';
import { parseStatOverride, type StatOverride } from '../formats/statoverride.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

const DATABASE: Path = '/var/lib/dpkg/statoverride';

/** An override, with the path as the host has it: dpkg's may lead over a link such as /sbin. */
export interface PlacedStatOverride extends StatOverride {
  readonly source: Path;
  readonly real: Path;
}

/** What dpkg gives to files instead of their package's owner and mode, at each upgrade (dpkg-statoverride(1)). */
export const statOverrides: Fact<readonly PlacedStatOverride[]> = {
  name: 'stat-overrides',
  async read(host) {
    const overrides = (await hostFile(host, DATABASE, parseStatOverride)) ?? [];
    const placed: PlacedStatOverride[] = [];
    for (const override of overrides) {
      const path = override.path as Path;
      const directory = path.startsWith('/') ? await host.resolve(hostPath.parent(path)) : null;
      const real = directory === null ? path : hostPath.join(directory, hostPath.name(path));
      placed.push({ ...override, source: DATABASE, real });
    }
    return placed;
  },
};
