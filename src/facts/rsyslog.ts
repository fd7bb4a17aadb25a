import { parseRsyslogConf } from '../formats/rsyslog-conf.ts';
import { globalParams, type PlacedRsyslogItem } from '../formats/rsyslog-forwards.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { Refused } from '../model/refusal.ts';
import { globPaths } from './glob-paths.ts';
import { hostFile } from './host-file.ts';
import { unitFile } from './unit-file.ts';

export interface Rsyslog {
  readonly main: Path;
  /** Of all files in the order in which rsyslogd reads them; what an include brings in follows it. */
  readonly items: readonly PlacedRsyslogItem[];
  /** Of TLS, by the names that `streamDriver` has for them: `gtls`, `ossl`. */
  readonly drivers: readonly string[];
  /** Where queues may wait on disk: what it is configured to use, else what packages make for it; null where there is nothing. */
  readonly spool: Path | null;
  /** Whether the spool is what it is configured to use. */
  readonly isSpoolSet: boolean;
  /** Why it does not run, or will not after a reboot; null where it does, or systemd does not start it. */
  readonly idle: string | null;
}

const PROGRAMS: readonly Path[] = ['/usr/sbin/rsyslogd', '/sbin/rsyslogd'];
const MAIN: Path = '/etc/rsyslog.conf';
const UNIT = 'rsyslog.service';
const WANTED: Path = `/etc/systemd/system/multi-user.target.wants/${UNIT}`;
const DRIVERS = ['/usr/lib/*/rsyslog/lmnsd_*.so', '/usr/lib*/rsyslog/lmnsd_*.so'];
/** Debian's, and that of RHEL and SUSE. */
const SPOOLS: readonly Path[] = ['/var/spool/rsyslog', '/var/lib/rsyslog'];
const MOST_LEVELS = 16;

/** rsyslogd as it is configured, rsyslog.conf(5); null where it, or its configuration, is not installed. */
export const rsyslog: Fact<Rsyslog | null> = {
  name: 'rsyslog',
  async read(host, use) {
    const programs = await Promise.all(PROGRAMS.map((program) => host.resolve(program)));
    if (programs.every((program) => program === null) || (await host.resolve(MAIN)) === null) return null;
    const items = await readFile(host, MAIN, 0);
    const drivers = (await Promise.all(DRIVERS.map((pattern) => globPaths(host, pattern)))).flat();
    const { workdirectory } = globalParams(items);
    const candidates = workdirectory === undefined ? SPOOLS : [workdirectory as Path];
    const unit = await use(unitFile(UNIT));
    const active = host.identity.type === 'image' ? null : await host.live('unit', UNIT);
    return {
      main: MAIN,
      items,
      drivers: [...new Set(drivers.map((path) => path.replace(/^.*lmnsd_|\.so$/g, '')))].filter(
        (name) => name !== 'ptcp',
      ),
      spool: await firstThere(host, candidates),
      isSpoolSet: workdirectory !== undefined,
      idle:
        unit === null
          ? null
          : unit.masked
            ? `${UNIT} is masked`
            : (await host.status(WANTED)) === null
              ? `${UNIT} is not started at boot`
              : active !== null && active.active !== 'active'
                ? `${UNIT} is ${active.active}`
                : null,
    };
  },
};

async function firstThere(host: HostReader, paths: readonly Path[]): Promise<Path | null> {
  for (const path of paths) {
    const real = await host.resolve(path);
    if (real !== null && (await host.status(real))?.type === 'directory') return path;
  }
  return null;
}

/** What an include brings in has its conditions, too, and is in its ruleset. */
async function readFile(host: HostReader, path: Path, level: number): Promise<readonly PlacedRsyslogItem[]> {
  const own = (await hostFile(host, path, parseRsyslogConf)) ?? [];
  const items: PlacedRsyslogItem[] = [];
  for (const item of own) {
    items.push({ ...item, path });
    if (item.is !== 'include' || item.pattern === '') continue;
    if (level >= MOST_LEVELS) {
      const why = 'too many levels of includes';
      throw new Refused({ code: 'malformed', args: { path, line: item.line, why } });
    }
    for (const each of await globPaths(host, item.pattern.replace(/\/$/, '/*'))) {
      const real = await host.resolve(each);
      if (real === null || (await host.status(real))?.type === 'directory') continue;
      for (const inner of await readFile(host, each, level + 1)) {
        const filters = [...item.filters, ...inner.filters];
        items.push({ ...inner, filters, ruleset: inner.ruleset ?? item.ruleset });
      }
    }
  }
  return items;
}
