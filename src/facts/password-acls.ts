import { decodeHostText } from '../formats/host-text.ts';
import { type AclEntry, parsePosixAcl } from '../formats/posix-acl.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';

export interface FileAcl {
  readonly path: Path;
  /** Empty where the file has no list, or one that names nobody. */
  readonly entries: readonly AclEntry[];
}

const FILES: readonly Path[] = ['/etc/shadow', '/etc/gshadow', '/etc/shadow-', '/etc/gshadow-'];
const GROUP = 0o070;
const LS: Path = '/usr/bin/ls';
/** After the type and nine letters of the mode. */
const MARK = 10;

/**
 * Access control lists of the files with password hashes. Their mode does not tell: with a list its group bits are
 * only the most that anybody named in it may do (acl(5)). So one whose group may do nothing is not looked at.
 */
export const passwordAcls: Fact<readonly FileAcl[]> = {
  name: 'password-acls',
  async read(host) {
    const open: Path[] = [];
    for (const path of FILES) {
      const status = await host.status(path);
      if (status?.type === 'file' && (status.mode & GROUP) !== 0) open.push(path);
    }
    const listed = await withList(host, open);
    const found: FileAcl[] = [];
    for (const path of open) {
      const list = listed.includes(path)
        ? (await host.entry(path))?.xattrs['system.posix_acl_access']
        : undefined;
      found.push({ path, entries: list === undefined ? [] : parsePosixAcl(list) });
    }
    return found;
  },
};

/**
 * Those that may have a list. All of an entry costs two processes each, where one ls(1) marks them all with a plus;
 * not that of busybox, and in an image no program is run.
 */
async function withList(host: HostReader, paths: readonly Path[]): Promise<readonly Path[]> {
  const ls = await host.resolve(LS);
  if (paths.length === 0 || host.identity.type === 'image' || ls?.endsWith('/ls') !== true) return paths;
  const says = await host.observe({ type: 'command', argv: [LS, '-dlU', '--', ...paths] });
  const lines = decodeHostText(says).split('\n');
  return paths.filter((_, i) => lines[i]?.charAt(MARK) === '+');
}
