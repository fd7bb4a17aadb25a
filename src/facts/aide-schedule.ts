import { hostPath } from '../formats/host-path.ts';
import { splitLines } from '../formats/lines.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact, Use } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';
import { unitFile } from './unit-file.ts';

/** Something that starts AIDE again and again, or would. */
export interface AideSchedule {
  readonly source: Path;
  readonly line?: number;
  readonly says: string;
  /** Whether it does so after a reboot. */
  readonly atBoot: boolean;
  /** Whether it does so now; null where that is the same. */
  readonly isNow: boolean | null;
}

const UNIT_DIRECTORIES: readonly Path[] = [
  '/etc/systemd/system',
  '/usr/local/lib/systemd/system',
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
];
const CRON_DIRECTORIES: readonly Path[] = ['/etc/cron.hourly', '/etc/cron.daily', '/etc/cron.weekly'];
/** Debian's; RHEL's and SUSE's. */
const TABLES: readonly Path[] = ['/etc/crontab', '/var/spool/cron/crontabs/root', '/var/spool/cron/root'];
const NAMED = /aide/i;
const CALLED = /\baide(?:\.wrapper)?\s+(?:\S+\s+)*(?:--check|-C|--update|-u)\b|\bdailyaidecheck\b/;

/** Timers and cron jobs with AIDE in their name, and lines of cron tables that call it. */
export const aideSchedules: Fact<readonly AideSchedule[]> = {
  name: 'aide-schedules',
  read: async (host, use) => [...(await timers(host, use)), ...(await jobs(host)), ...(await tables(host))],
};

async function timers(host: HostReader, use: Use): Promise<readonly AideSchedule[]> {
  const names = new Set<string>();
  const wanted = new Set<string>();
  for (const directory of UNIT_DIRECTORIES) {
    for (const name of (await host.list(directory)) ?? []) {
      if (NAMED.test(name) && name.endsWith('.timer')) names.add(name);
      if (!/\.(wants|requires)$/.test(name)) continue;
      for (const each of (await host.list(hostPath.join(directory, name))) ?? []) wanted.add(each);
    }
  }
  const found: AideSchedule[] = [];
  for (const name of names) {
    const unit = await use(unitFile(name));
    if (unit === null) continue;
    const atBoot = wanted.has(name) && !unit.masked;
    const live = host.identity.type === 'image' ? null : await host.live('unit', name);
    const isNow = host.identity.type === 'image' ? null : live?.active === 'active';
    const words = [
      unit.masked ? 'masked' : atBoot ? 'enabled' : 'not enabled',
      ...(isNow === false ? ['not running'] : []),
    ];
    found.push({ source: unit.fragment, says: `${name} is ${words.join(' and ')}`, atBoot, isNow });
  }
  return found;
}

/** Debian's job leaves the work to its timer where systemd runs. */
async function jobs(host: HostReader): Promise<readonly AideSchedule[]> {
  const hasSystemd = (await host.resolve('/usr/lib/systemd/systemd')) !== null;
  const found: AideSchedule[] = [];
  for (const directory of CRON_DIRECTORIES) {
    for (const name of (await host.list(directory)) ?? []) {
      if (!NAMED.test(name)) continue;
      const source = hostPath.join(directory, name);
      const text = (await hostFile(host, source, (content) => content)) ?? '';
      const isLeft = hasSystemd && text.includes('-d /run/systemd/system');
      // run-parts(8) passes over other names, and what is not executable.
      const isRun = /^[\w-]+$/.test(name) && ((await host.status(source))?.mode ?? 0) % 2 === 1;
      const says = isLeft
        ? 'it does nothing where systemd runs'
        : isRun
          ? 'cron runs it'
          : 'cron passes it over';
      found.push({ source, says, atBoot: isRun && !isLeft, isNow: null });
    }
  }
  return found;
}

async function tables(host: HostReader): Promise<readonly AideSchedule[]> {
  const found: AideSchedule[] = [];
  // cron(8) passes over other names there.
  const more = ((await host.list('/etc/cron.d')) ?? []).filter((name) => /^[\w-]+$/.test(name));
  for (const source of [...TABLES, ...more.map((name): Path => `/etc/cron.d/${name}`)]) {
    const text = (await hostFile(host, source, (content) => content)) ?? '';
    for (const [index, { text: line }] of splitLines(text).entries()) {
      if (line.trimStart().startsWith('#') || !CALLED.test(line)) continue;
      found.push({ source, line: index + 1, says: 'cron runs AIDE', atBoot: true, isNow: null });
    }
  }
  return found;
}
