import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';

const PROGRAM: Path = '/usr/bin/unattended-upgrade';

/** The program that apt's daily job upgrades with, if it is there: unattended-upgrades. */
export const unattendedUpgrade: Fact<Path | null> = {
  name: 'unattended-upgrade',
  read: async (host) => ((await host.resolve(PROGRAM)) === null ? null : PROGRAM),
};
