import { parseEnvironmentFile } from '../formats/environment-file.ts';
import { parseSysctlConf, type SysctlAssignment } from '../formats/sysctl-conf.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact, Use } from '../model/playbook.ts';
import { confFiles } from './conf-files.ts';
import { hostFile } from './host-file.ts';
import { unitFile } from './unit-file.ts';

export interface SysctlFile {
  readonly path: Path;
  readonly assignments: readonly SysctlAssignment[];
}

/** All files that set kernel settings at boot, and who reads them. */
export interface SysctlConfiguration {
  /**
   * Who applies the drop-ins at boot: systemd-sysctl(8), or `sysctl --system` of procps where there is no
   * such unit. Null where the unit is masked: then nobody does.
   */
  readonly reader: 'systemd-sysctl' | 'procps' | null;
  /** The drop-ins of sysctl.d(5) that count, in the order in which they are read. */
  readonly files: readonly SysctlFile[];
  /** `/etc/sysctl.conf`: procps reads it after the drop-ins; systemd only through a link among them. */
  readonly sysctlConf: SysctlFile | null;
  /** What ufw sets when it starts, after the boot's settings; null where ufw is off. */
  readonly ufw: SysctlFile | null;
}

const DIRECTORIES: readonly Path[] = [
  '/etc/sysctl.d',
  '/run/sysctl.d',
  '/usr/local/lib/sysctl.d',
  '/usr/lib/sysctl.d',
  '/lib/sysctl.d',
];

export const sysctlConfiguration: Fact<SysctlConfiguration> = {
  name: 'sysctl-configuration',
  async read(host, use) {
    const files: SysctlFile[] = [];
    for (const path of await confFiles(host, DIRECTORIES, '.conf')) {
      files.push((await sysctlFile(host, path)) ?? { path, assignments: [] });
    }
    return {
      reader: await readerOn(use),
      files,
      sysctlConf: await sysctlFile(host, '/etc/sysctl.conf'),
      ufw: await ufwFile(host),
    };
  },
};

async function sysctlFile(host: HostReader, path: Path): Promise<SysctlFile | null> {
  const assignments = await hostFile(host, path, parseSysctlConf);
  return assignments === null ? null : { path, assignments };
}

async function readerOn(use: Use): Promise<SysctlConfiguration['reader']> {
  const unit = await use(unitFile('systemd-sysctl.service'));
  if (unit === null) return 'procps';
  return unit.masked ? null : 'systemd-sysctl';
}

/** ufw runs `sysctl -p` on IPT_SYSCTL of /etc/default/ufw if /etc/ufw/ufw.conf enables it (ufw-init-functions). */
async function ufwFile(host: HostReader): Promise<SysctlFile | null> {
  const { ENABLED } = (await hostFile(host, '/etc/ufw/ufw.conf', variablesOf)) ?? {};
  if (ENABLED?.toLowerCase() !== 'yes') return null;
  const { IPT_SYSCTL } = (await hostFile(host, '/etc/default/ufw', variablesOf)) ?? {};
  if (IPT_SYSCTL === undefined || !isPath(IPT_SYSCTL)) return null;
  return sysctlFile(host, IPT_SYSCTL);
}

/** ufw's own settings are plain `NAME=value` lines, which a shell and systemd read alike. */
function variablesOf(text: string): { readonly [name: string]: string } {
  return Object.fromEntries(parseEnvironmentFile(text).map(({ name, value }) => [name, value]));
}

function isPath(text: string): text is Path {
  return text.startsWith('/');
}
