import type { GroupEntry } from './group.ts';
import type { PasswdEntry } from './passwd.ts';
import type { SudoersUser } from './sudoers-match.ts';

/** A user with all his groups. */
export function sudoersUser({ name, uid, gid }: PasswdEntry, groups: readonly GroupEntry[]): SudoersUser {
  return { name, uid, groups: groups.filter((group) => group.gid === gid || group.members.includes(name)) };
}
