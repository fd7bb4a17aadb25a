import { parseLoginDefs } from '../formats/login-defs.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

/** openSUSE keeps the vendor's in /usr/etc; what /etc says counts. */
const FILES: readonly Path[] = ['/usr/etc/login.defs', '/etc/login.defs'];
/** As shadow is built. */
const DEFAULT = 1000;

/** The first uid of a person, `UID_MIN` of login.defs(5): the accounts below it are the system's. */
export const firstPerson: Fact<number> = {
  name: 'first-person',
  async read(host) {
    let found = DEFAULT;
    for (const path of FILES) {
      const value = (await hostFile(host, path, parseLoginDefs))?.get('UID_MIN');
      if (value !== undefined && /^\d+$/.test(value)) found = Number(value);
    }
    return found;
  },
};
