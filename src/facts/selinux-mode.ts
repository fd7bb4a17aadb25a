import { parseEnvironmentFile } from '../formats/environment-file.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

/** The mode that SELinux will have after a reboot, and the line that says so. */
export interface SelinuxMode {
  readonly value: string;
  readonly source: Path;
  readonly line: number;
}

const CONFIG: Path = '/etc/selinux/config';

/** `SELINUX=` of selinux_config(5); null where there is no such file, or it does not say. */
export const selinuxMode: Fact<SelinuxMode | null> = {
  name: 'selinux-mode',
  async read(host) {
    const said = await hostFile(host, CONFIG, parseEnvironmentFile);
    const mode = said?.findLast(({ name }) => name === 'SELINUX');
    return mode === undefined ? null : { value: mode.value.toLowerCase(), source: CONFIG, line: mode.line };
  },
};
