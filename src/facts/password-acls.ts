import { type AclEntry, parsePosixAcl } from '../formats/posix-acl.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';

export interface FileAcl {
  readonly path: Path;
  /** Empty where the file has no list, or one that names nobody. */
  readonly entries: readonly AclEntry[];
}

const FILES: readonly Path[] = ['/etc/shadow', '/etc/gshadow', '/etc/shadow-', '/etc/gshadow-'];
const GROUP = 0o070;

/**
 * Access control lists of the files with password hashes. Their mode does not tell: with a list its group bits are
 * only the most that anybody named in it may do (acl(5)). So one whose group may do nothing is not looked at, and no
 * other file is, for it costs a process.
 */
export const passwordAcls: Fact<readonly FileAcl[]> = {
  name: 'password-acls',
  async read(host) {
    const found: FileAcl[] = [];
    for (const path of FILES) {
      const status = await host.status(path);
      if (status?.type !== 'file' || (status.mode & GROUP) === 0) continue;
      const list = (await host.entry(path))?.xattrs['system.posix_acl_access'];
      found.push({ path, entries: list === undefined ? [] : parsePosixAcl(list) });
    }
    return found;
  },
};
