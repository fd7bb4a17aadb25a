import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

/** What pam-auth-update(8) remembers of what it wrote; each null where there is none. */
export interface PamSaved {
  readonly auth: string | null;
  readonly account: string | null;
}

const DIRECTORY = '/var/lib/pam';

export const pamSaved: Fact<PamSaved> = {
  name: 'pam-saved',
  async read(host) {
    const text = (path: Path) => hostFile(host, path, (each) => each);
    return { auth: await text(`${DIRECTORY}/auth`), account: await text(`${DIRECTORY}/account`) };
  },
};
