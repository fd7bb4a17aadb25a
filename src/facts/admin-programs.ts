import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';

const NAMES = [
  'chage',
  'chfn',
  'chpasswd',
  'chsh',
  'doas',
  'gpasswd',
  'groupadd',
  'groupdel',
  'groupmod',
  'kmod',
  'newgrp',
  'newusers',
  'passwd',
  'pkexec',
  'su',
  'sudo',
  'sudoedit',
  'useradd',
  'userdel',
  'usermod',
  'visudo',
];
const DIRECTORIES: readonly Path[] = ['/usr/bin', '/usr/sbin', '/bin', '/sbin'];

/** Programs by which somebody becomes another user, changes accounts or loads kernel modules; links followed, sorted. */
export const adminPrograms: Fact<readonly Path[]> = {
  name: 'admin-programs',
  async read(host) {
    const paths = DIRECTORIES.flatMap((directory) => NAMES.map((name): Path => `${directory}/${name}`));
    const found = await Promise.all(paths.map((path) => host.resolve(path)));
    return [...new Set(found.filter((path) => path !== null))].sort();
  },
};
