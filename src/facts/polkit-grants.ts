import { type PolkitYes, polkitYes } from '../formats/polkit-rules.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { confFiles } from './conf-files.ts';
import { hostFile } from './host-file.ts';

export interface PlacedPolkitYes extends PolkitYes {
  readonly path: Path;
}

/** The administrator's rules; those of packages are part of the packages. */
const DIRECTORY: Path = '/etc/polkit-1/rules.d';

/** Where the administrator's polkit rules answer yes without asking; null where there are none. */
export const polkitGrants: Fact<readonly PlacedPolkitYes[] | null> = {
  name: 'polkit-grants',
  async read(host) {
    const paths = await confFiles(host, [DIRECTORY], '.rules');
    if (paths.length === 0) return null;
    const grants: PlacedPolkitYes[] = [];
    for (const path of paths) {
      const found = (await hostFile(host, path, polkitYes)) ?? [];
      grants.push(...found.map((yes) => ({ ...yes, path })));
    }
    return grants;
  },
};
