import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';

/** Debian's and SUSE's place, that of RHEL and Alpine, and what every Unix has. */
const PROGRAMS: readonly Path[] = ['/usr/sbin/nologin', '/sbin/nologin', '/bin/false'];

/** The program to name as the shell of an account that nobody logs in with. */
export const noLogin: Fact<Path> = {
  name: 'no-login',
  async read(host) {
    for (const program of PROGRAMS) if ((await host.resolve(program)) !== null) return program;
    return '/bin/false';
  },
};
