import { shellWord } from '../formats/shell-word.ts';
import type { Path } from '../model/path.ts';
import type { Requirement } from '../model/requirement.ts';
import type { SoundAccounts } from './sound-accounts.ts';

/** Whose gid Red Hat's files make 0, and who cannot log in. */
const OF_ROOTS_GROUP = ['sync', 'shutdown', 'halt', 'operator'];

interface Named {
  readonly name: string;
  readonly line: number;
}

/**
 * What is somebody's cannot be told by a program: two accounts with one number own the same files. So all of these are
 * for a person, who is told the lines.
 */
export function accountIdentities(given: SoundAccounts): readonly Requirement[] {
  const { users, groups } = given;
  const found = [
    ...users.filter(({ uid, name }) => uid === 0 && name !== 'root').map((user) => otherRoot(user)),
    ...users
      .filter(({ uid, gid, name }) => uid !== 0 && gid === 0 && !OF_ROOTS_GROUP.includes(name))
      .map((user) => inRootsGroup(user)),
    ...users
      .filter(({ gid }) => !groups.some((group) => group.gid === gid))
      .map(({ name, line, gid }) =>
        manual(
          `group-of:${name}`,
          `the group of ${name} exists`,
          [{ path: '/etc/passwd', line, says: `${name} has the gid ${gid}, which no group has` }],
          [`groupadd -g ${gid} ${shellWord(name)}`, `or another group: usermod -g GROUP ${shellWord(name)}`],
        ),
      ),
    // Two accounts with uid 0 are told above.
    ...doubles(
      users.filter(({ uid }) => uid !== 0),
      ({ uid }) => `uid:${uid}`,
      '/etc/passwd',
      'account',
    ),
    ...doubles(users, ({ name }) => `user:${name}`, '/etc/passwd', 'account'),
    ...doubles(groups, ({ gid }) => `gid:${gid}`, '/etc/group', 'group'),
    ...doubles(groups, ({ name }) => `group:${name}`, '/etc/group', 'group'),
    ...given.oddities.compat.map(({ path, line }) =>
      manual(
        `compat:${path}:${line}`,
        `${path} brings in no accounts from elsewhere`,
        [{ path, line, says: 'begins with + or -' }],
        [
          `see in /etc/nsswitch.conf whether accounts come from elsewhere: grep -E '^(passwd|shadow|group):' /etc/nsswitch.conf`,
          `take out line ${line} of ${path}: ${path === '/etc/group' ? 'vigr' : path === '/etc/shadow' ? 'vipw -s' : 'vipw'}`,
        ],
      ),
    ),
  ];
  if (found.length > 0) return found;
  return [
    {
      object: 'identities',
      verdict: 'met',
      statement: 'root is one, and every name and number stands for one account',
      evidence: [
        { source: '/etc/passwd', says: `${users.length} accounts, root alone has uid 0`, wins: true },
        { source: '/etc/group', says: `${groups.length} groups`, wins: true },
      ],
      wishes: [],
    },
  ];
}

function otherRoot({ name, line }: Named): Requirement {
  const user = shellWord(name);
  return manual(
    `uid-0:${name}`,
    `${name} is not root under another name`,
    [{ path: '/etc/passwd', line, says: `${name} has uid 0` }],
    [
      `find out who made it and what for: last ${user}`,
      `if nobody needs it, take its line out: vipw, then vipw -s`,
      `if somebody does, give it a number of its own and a rule of sudo: vipw, then visudo`,
    ],
  );
}

function inRootsGroup({ name, line }: Named): Requirement {
  return manual(
    `gid-0:${name}`,
    `${name} is not in the group of root`,
    [{ path: '/etc/passwd', line, says: `${name} has gid 0` }],
    [`give it a group of its own: usermod -g GROUP ${shellWord(name)}`],
  );
}

function doubles<T extends Named>(
  entries: readonly T[],
  key: (entry: T) => string,
  path: Path,
  what: string,
): readonly Requirement[] {
  return [...Map.groupBy(entries, key)]
    .filter(([, same]) => same.length > 1)
    .map(([object, same]) =>
      manual(
        object,
        `${object.replace(':', ' ')} is one ${what}`,
        same.map(({ name, line }) => ({ path, line, says: name })),
        [
          `decide which of ${same.map(({ name, line }) => `${name} (line ${line})`).join(', ')} stays, and give the others a name and a number of their own: ${path === '/etc/group' ? 'vigr' : 'vipw'}`,
          `see what belongs to the number: find / -xdev -${object.startsWith('gid') || object.startsWith('group') ? 'gid' : 'uid'} NUMBER`,
        ],
      ),
    );
}

function manual(
  object: string,
  statement: string,
  lines: readonly { readonly path: Path; readonly line: number; readonly says: string }[],
  steps: readonly string[],
): Requirement {
  return {
    object,
    verdict: 'manual',
    statement,
    evidence: lines.map(({ path, line, says }) => ({ source: path, line, says, wins: true })),
    wishes: [],
    steps,
  };
}
