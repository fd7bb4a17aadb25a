import type { Permissions } from '../facts/permissions.ts';
import type { GroupEntry } from '../formats/group.ts';
import { octal } from '../formats/octal.ts';
import type { PasswdEntry } from '../formats/passwd.ts';

export interface Names {
  readonly users: readonly Pick<PasswdEntry, 'name' | 'uid'>[];
  readonly groups: readonly Pick<GroupEntry, 'name' | 'gid'>[];
}

/** `mode 0640, root:shadow`, with numbers where nobody has the id. */
export function ownerWords(
  { mode, uid, gid }: Pick<Permissions, 'mode' | 'uid' | 'gid'>,
  { users, groups }: Names,
): string {
  const user = users.find((each) => each.uid === uid)?.name ?? (uid === 0 ? 'root' : String(uid));
  const group = groups.find((each) => each.gid === gid)?.name ?? (gid === 0 ? 'root' : String(gid));
  return `mode ${octal(mode)}, ${user}:${group}`;
}
