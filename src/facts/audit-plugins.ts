import { parseAuditPlugin } from '../formats/audit-plugin.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

/** A program to which auditd gives its records: auditd-plugins(5). */
export interface AuditPlugin {
  readonly source: Path;
  /** Of `active`. */
  readonly line: number;
  readonly isActive: boolean;
  readonly program: string;
  readonly args: string;
  /** Whether the program is there. */
  readonly isInstalled: boolean;
}

export interface AuditPlugins {
  readonly plugins: readonly AuditPlugin[];
  /** To which audisp-remote(8) sends; null where nothing says. */
  readonly remoteServer: string | null;
}

const DAEMONS: readonly Path[] = ['/usr/sbin/auditd', '/sbin/auditd'];
const DIRECTORY: Path = '/etc/audit/plugins.d';
const REMOTE: Path = '/etc/audit/audisp-remote.conf';

/** Null where there is no auditd. */
export const auditPlugins: Fact<AuditPlugins | null> = {
  name: 'audit-plugins',
  async read(host) {
    const daemons = await Promise.all(DAEMONS.map((daemon) => host.resolve(daemon)));
    if (daemons.every((daemon) => daemon === null)) return null;
    const plugins: AuditPlugin[] = [];
    for (const name of (await host.list(DIRECTORY)) ?? []) {
      if (name.startsWith('.') || !name.endsWith('.conf')) continue;
      const source: Path = `${DIRECTORY}/${name}`;
      const values = (await hostFile(host, source, parseAuditPlugin)) ?? new Map();
      const program = values.get('path')?.value ?? '';
      const active = values.get('active');
      plugins.push({
        source,
        line: active?.line ?? 1,
        isActive: active?.value.toLowerCase() === 'yes',
        program,
        args: values.get('args')?.value ?? '',
        isInstalled: program.startsWith('/') && (await host.resolve(program as Path)) !== null,
      });
    }
    const remote = await hostFile(host, REMOTE, parseAuditPlugin);
    return { plugins, remoteServer: remote?.get('remote_server')?.value ?? null };
  },
};
