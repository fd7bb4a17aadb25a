import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';

/** Crontabs as Debian, RHEL and SUSE keep them, and users whose own units run without a login, by file name. */
const DIRECTORIES: readonly Path[] = [
  '/var/spool/cron/crontabs',
  '/var/spool/cron/tabs',
  '/var/spool/cron',
  '/var/lib/systemd/linger',
];

/** What runs by itself for an account: its crontab, its mark for lingering. By the account's name. */
export const accountJobs: Fact<ReadonlyMap<string, readonly Path[]>> = {
  name: 'account-jobs',
  async read(host) {
    const found = new Map<string, readonly Path[]>();
    for (const directory of DIRECTORIES) {
      for (const name of await filesIn(host, directory)) {
        found.set(name, [...(found.get(name) ?? []), `${directory}/${name}`]);
      }
    }
    return found;
  },
};

async function filesIn(host: HostReader, directory: Path): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of (await host.list(directory)) ?? []) {
    if ((await host.status(`${directory}/${name}`))?.type === 'file') found.push(name);
  }
  return found;
}
