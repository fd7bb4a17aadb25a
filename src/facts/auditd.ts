import { type AuditdConf, parseAuditdConf } from '../formats/auditd-conf.ts';
import { auditdProblem } from '../formats/auditd-problem.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { Refused } from '../model/refusal.ts';
import { hostFile } from './host-file.ts';

export interface Auditd extends AuditdConf {
  /** Why auditd would not start with this file, and the line; null where it would. */
  readonly problem: { readonly line: number | null; readonly why: string } | null;
  /** Where its logs are, links followed. */
  readonly directory: Path;
  /** Of the file system that the logs are on, in MiB; null where that cannot be known. */
  readonly megabytes: number | null;
  /** Whether it can send mail: it does not start with an action `email` otherwise. */
  readonly hasSendmail: boolean;
}

const CONF: Path = '/etc/audit/auditd.conf';
const WRITABLE_BY_ALL = 0o002;
const EXECUTABLE = 0o111;

/** auditd.conf(5), what auditd makes of it, and where its logs are; null where it is not installed. */
export const auditd: Fact<Auditd | null> = {
  name: 'auditd',
  async read(host) {
    const conf = await hostFile(host, CONF, parseAuditdConf);
    if (conf === null) return null;
    const file =
      conf.settings.findLast(({ name }) => name === 'log_file')?.value ?? '/var/log/audit/audit.log';
    const written = file.slice(0, file.lastIndexOf('/'));
    const path: Path = isPath(written) ? written : '/var/log/audit';
    const directory = (await host.resolve(path)) ?? path;
    return {
      ...conf,
      problem: (await untrusted(host)) ?? auditdProblem(conf),
      directory,
      megabytes: await megabytesAt(host, directory),
      hasSendmail: await isExecutable(host, '/usr/lib/sendmail'),
    };
  },
};

/** auditd opens the file itself, and root's alone. */
async function untrusted(host: HostReader): Promise<Auditd['problem']> {
  const status = await host.status(CONF);
  const why =
    status?.type !== 'file'
      ? 'auditd does not follow a link there'
      : status.uid !== 0
        ? 'it is not owned by root'
        : (status.mode & WRITABLE_BY_ALL) !== 0
          ? 'everybody may write it'
          : null;
  return why === null ? null : { line: null, why };
}

/** Only what does not move: free space changes all the time. */
async function megabytesAt(host: HostReader, directory: Path): Promise<number | null> {
  if (host.identity.type === 'image' || (await host.status(directory)) === null) return null;
  try {
    const argv = ['/usr/bin/stat', '--file-system', '--format=%S %b', directory] as const;
    const says = Buffer.from(await host.observe({ type: 'command', argv })).toString('latin1');
    const [size, blocks] = says.trim().split(' ').map(Number);
    return Math.floor(((size ?? 0) * (blocks ?? 0)) / 2 ** 20);
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

async function isExecutable(host: HostReader, path: Path): Promise<boolean> {
  const found = await host.resolve(path);
  const status = found === null ? null : await host.status(found);
  return status !== null && (status.mode & EXECUTABLE) !== 0;
}

function isPath(text: string): text is Path {
  return text.startsWith('/');
}
