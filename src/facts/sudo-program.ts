import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';

const PROGRAMS: readonly Path[] = ['/usr/bin/sudo', '/usr/local/bin/sudo', '/bin/sudo'];

/** Which sudo this is: Todd Miller's, or sudo-rs, which has a file of its own and knows fewer settings; null where there is none. */
export const sudoProgram: Fact<'sudo' | 'sudo-rs' | null> = {
  name: 'sudo-program',
  async read(host) {
    const programs = await Promise.all(PROGRAMS.map((program) => host.resolve(program)));
    const program = programs.find((found) => found !== null);
    if (program === undefined) return null;
    return /\/(?:sudo-rs|cargo)(?:\/|$)/.test(program) ? 'sudo-rs' : 'sudo';
  },
};
