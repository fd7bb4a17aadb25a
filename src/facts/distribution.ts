import { parseEnvironmentFile } from '../formats/environment-file.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

/** os-release(5). */
export interface Distribution {
  /** `debian`, `ubuntu`, `rhel` … */
  readonly id: string;
  /** What it is made from, nearest first: `ID_LIKE`. */
  readonly like: readonly string[];
  /** `bookworm`; `''` where it says none. */
  readonly codename: string;
}

/** Which distribution this is; null where it does not say. */
export const distribution: Fact<Distribution | null> = {
  name: 'distribution',
  async read(host) {
    const said =
      (await hostFile(host, '/etc/os-release', parseEnvironmentFile)) ??
      (await hostFile(host, '/usr/lib/os-release', parseEnvironmentFile));
    const value = (name: string) => said?.findLast((each) => each.name === name)?.value ?? '';
    if (value('ID') === '') return null;
    const like = value('ID_LIKE')
      .split(/\s+/)
      .filter((id) => id !== '');
    return { id: value('ID'), like, codename: value('VERSION_CODENAME') };
  },
};
