import type { SudoersStatement } from '../formats/sudoers-statement.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { sudoers } from './sudoers.ts';
import { tolerated } from './tolerated.ts';

export type AdminTopic = 'sudo' | 'identity' | 'access' | 'logins' | 'time' | 'modules';

export interface AdminFile {
  /** With links followed: a watch does not follow the last one. */
  readonly path: Path;
  readonly type: 'path' | 'dir';
  readonly topic: AdminTopic;
}

/** Where each is a thing of its own kind: a directory is watched with all that is below it. */
const FILES: readonly (readonly [AdminTopic, Path])[] = [
  ['sudo', '/etc/sudoers'],
  ['sudo', '/etc/sudoers.d'],
  ['sudo', '/etc/sudo.conf'],
  ['sudo', '/etc/doas.conf'],
  ['sudo', '/etc/doas.d'],
  ['identity', '/etc/group'],
  ['identity', '/etc/gshadow'],
  ['identity', '/etc/passwd'],
  ['identity', '/etc/security/opasswd'],
  ['identity', '/etc/shadow'],
  ['identity', '/etc/subgid'],
  ['identity', '/etc/subuid'],
  ['access', '/etc/nsswitch.conf'],
  ['access', '/etc/pam.d'],
  ['access', '/etc/polkit-1'],
  ['access', '/etc/ssh/sshd_config'],
  ['access', '/etc/ssh/sshd_config.d'],
  ['logins', '/run/utmp'],
  ['logins', '/var/log/btmp'],
  ['logins', '/var/log/faillog'],
  ['logins', '/var/log/lastlog'],
  ['logins', '/var/log/wtmp'],
  ['time', '/etc/localtime'],
  ['modules', '/etc/modprobe.d'],
];
/** Made by a program the first time it is needed: a rule catches that, as long as the directory is there. */
const MADE_ON_DEMAND: readonly Path[] = ['/etc/security/opasswd'];
/** Where sudo logs to once it is told to: a rule waits for the file. */
const USUAL_LOG: Path = '/var/log/sudo.log';
/** Replaced as links. */
const LINKS: readonly Path[] = ['/etc/localtime'];

/** Files by which somebody gets or keeps rights, and records of who did; those that are there, sorted by path. */
export const adminFiles: Fact<readonly AdminFile[]> = {
  name: 'admin-files',
  async read(host, use) {
    const policy = await use(tolerated(sudoers));
    const isInstalled = 'refusal' in policy || policy.value !== null;
    const logs = 'value' in policy ? logFiles(policy.value?.statements ?? []) : [];
    const found = new Map<Path, AdminFile>();
    for (const [topic, path] of FILES) {
      const file = await existing(host, topic, path, MADE_ON_DEMAND.includes(path));
      if (file !== null) found.set(file.path, file);
    }
    for (const path of isInstalled ? [USUAL_LOG, ...logs] : []) {
      const file = await existing(host, 'sudo', path, true);
      if (file !== null) found.set(file.path, file);
    }
    return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  },
};

/** `Defaults logfile=`, in whatever scope. */
function logFiles(statements: readonly { readonly statement: SudoersStatement }[]): readonly Path[] {
  return statements
    .flatMap(({ statement }) => (statement.type === 'defaults' ? statement.settings : []))
    .flatMap(({ name, value }) => (name === 'logfile' && value !== null && isPath(value) ? [value] : []));
}

async function existing(
  host: HostReader,
  topic: AdminTopic,
  path: Path,
  isMadeOnDemand: boolean,
): Promise<AdminFile | null> {
  const slash = path.lastIndexOf('/');
  const above = slash === 0 ? '/' : path.slice(0, slash);
  const parent = isPath(above) ? await host.resolve(above) : null;
  // A rule whose directory is missing does not load, nor does any after it.
  if (parent === null) return null;
  const beside: Path = `${parent === '/' ? '' : parent}/${path.slice(slash + 1)}`;
  const file = LINKS.includes(path) ? beside : ((await host.resolve(path)) ?? beside);
  // What is thrown away all the time would be recorded all the time.
  if (file.startsWith('/dev/')) return null;
  const status = await host.status(file);
  if (status === null) return isMadeOnDemand ? { path: file, type: 'path', topic } : null;
  return { path: file, type: status.type === 'directory' ? 'dir' : 'path', topic };
}

function isPath(text: string): text is Path {
  return text.startsWith('/');
}
