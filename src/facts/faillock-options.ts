import { type FaillockOption, parseFaillockConf } from '../formats/faillock-conf.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

/** What pam_faillock(8) is configured with besides its arguments. */
export interface FaillockOptions {
  /** The file that counts, also where there is none yet. */
  readonly path: Path;
  readonly options: readonly FaillockOption[];
}

const MAIN: Path = '/etc/security/faillock.conf';
/** Counts on openSUSE as long as there is none in /etc. */
const VENDOR: Path = '/usr/etc/security/faillock.conf';

export const faillockOptions: Fact<FaillockOptions> = {
  name: 'faillock-options',
  async read(host) {
    for (const path of [MAIN, VENDOR]) {
      const options = await hostFile(host, path, parseFaillockConf);
      if (options !== null) return { path, options };
    }
    return { path: MAIN, options: [] };
  },
};
