import type { SocketGroup } from '../facts/docker-group.ts';
import type { RemoteGroups } from '../facts/remote-groups.ts';
import type { Tolerated } from '../facts/tolerated.ts';
import type { GroupEntry } from '../formats/group.ts';
import type { GshadowEntry } from '../formats/gshadow.ts';
import type { PasswdEntry } from '../formats/passwd.ts';
import type { ObservedProcess } from '../model/observation.ts';

/** What is known of who may be in Docker's groups. */
export interface DockerAccounts {
  readonly socketGroups: readonly SocketGroup[];
  readonly groups: readonly GroupEntry[];
  readonly users: readonly PasswdEntry[];
  readonly secrets: Tolerated<readonly GshadowEntry[]>;
  readonly remote: Tolerated<RemoteGroups>;
  readonly processes: readonly ObservedProcess[] | null;
}

/** One user's ways to the socket. */
export interface DockerAccess {
  readonly user: string;
  /** Lines of /etc/group that list the user. */
  readonly listed: readonly GroupEntry[];
  /** Lines of /etc/gshadow that list the user; null where they cannot be read. */
  readonly secretlyListed: readonly GshadowEntry[] | null;
  /** Groups whose administrator the user is: may add anybody with gpasswd(1). */
  readonly administers: readonly GshadowEntry[];
  /** The user's line in /etc/passwd, where its primary group is one of them. */
  readonly primary: PasswdEntry | null;
  /** Groups that list the user when all sources are asked together, files among them. */
  readonly remote: readonly string[];
  /** Running processes of the user that hold the group, however they came to it. */
  readonly processes: readonly ObservedProcess[];
}

/**
 * Gids of Docker's socket, by what the hosts' groups say; empty where there is no such group. A group with
 * another name and the same gid gives the same access, since the kernel knows only gids.
 */
export function socketGids({ socketGroups, groups, remote }: DockerAccounts): readonly number[] {
  const known = [...groups, ...('value' in remote ? remote.value.groups : [])];
  const gids = socketGroups.flatMap(({ name }) => {
    const found = known.find((group) => group.name === name)?.gid;
    if (found !== undefined) return [found];
    return /^\d+$/.test(name) ? [Number(name)] : [];
  });
  return [...new Set(gids)];
}

/** Everyone but root who can reach the socket through a group, sorted by name. */
export function dockerAccess(given: DockerAccounts): readonly DockerAccess[] {
  const { users, processes } = given;
  const gids = socketGids(given);
  const groups = given.groups.filter((group) => gids.includes(group.gid));
  const names = new Set(groups.map((group) => group.name));
  const secrets = 'value' in given.secrets ? given.secrets.value : null;
  const own = secrets?.filter((group) => names.has(group.name)) ?? [];
  const remote = ('value' in given.remote ? given.remote.value.groups : []).filter((group) =>
    gids.includes(group.gid),
  );
  const primary = users.filter((user) => gids.includes(user.gid));
  const holding = (processes ?? []).filter(
    (process) => process.uid !== 0 && process.gids.some((gid) => gids.includes(gid)),
  );
  const nameOf = (uid: number) => users.find((user) => user.uid === uid)?.name ?? String(uid);
  const everyone = new Set([
    ...groups.flatMap((group) => group.members),
    ...remote.flatMap((group) => group.members),
    ...own.flatMap((group) => [...group.admins, ...group.members]),
    ...primary.map((user) => user.name),
    ...holding.map((process) => nameOf(process.uid)),
  ]);
  const isRoot = (user: string) =>
    user === 'root' || users.some(({ name, uid }) => name === user && uid === 0);
  return [...everyone]
    .filter((user) => !isRoot(user))
    .sort()
    .map((user) => ({
      user,
      listed: groups.filter((group) => group.members.includes(user)),
      secretlyListed: secrets === null ? null : own.filter((group) => group.members.includes(user)),
      administers: own.filter((group) => group.admins.includes(user)),
      primary: primary.find((each) => each.name === user) ?? null,
      remote: remote.filter((group) => group.members.includes(user)).map((group) => group.name),
      processes: holding.filter((process) => nameOf(process.uid) === user),
    }));
}
