import type { Situation } from './situation.ts';

const UNNEEDED = 'cases/accounts/unneeded-accounts/accounts.test.ts';
const INTEGRITY = 'cases/accounts/account-integrity/accounts.test.ts';
const MEMBERS = 'cases/accounts/docker-group-members/members.test.ts';
const ON_A_HOST = 'cases/accounts/docker-group-members/on-a-host.test.ts';
const FAILLOCK = 'cases/accounts/login-failure-lockout/pam.test.ts';

/** Who is in a group, who can still log in, and what a lock leaves open. */
export const accounts: readonly Situation[] = [
  {
    host: 'a locked password, a shell and a key in authorized_keys',
    right: '`unmet`: the account expires and loses its shell',
    rule: 'a key is a way in that a lock leaves open',
    test: [UNNEEDED, 'a locked password with a key left is a way in'],
    without: {
      file: 'src/kit/unneeded-accounts.ts',
      find: "return password !== 'locked' || given.keys.has(user.name);",
      replace: "return password !== 'locked';",
    },
  },
  {
    host: 'keys are below /etc/ssh, as sshd_config says, and none in the home',
    right: '`unmet`: they let the account in',
    rule: 'keys are looked for where sshd looks',
    test: [UNNEEDED, 'keys are looked for where sshd looks for them'],
    without: {
      file: 'src/facts/account-keys.ts',
      find: "by === null ? DEFAULT : by.args.join(' ')",
      replace: "by === undefined ? '' : DEFAULT",
    },
  },
  {
    host: 'an account that nobody needs has a crontab, and nothing of it runs now',
    right: '`manual`: see what it starts first',
    rule: 'what starts by itself counts as use',
    test: [UNNEEDED, 'what runs as an account, or starts by itself, is for a person before it is locked'],
    without: {
      file: 'src/kit/account-uses.ts',
      find: 'if (units.length + count + jobs.length === 0) return null;',
      replace: 'if (units.length + count === 0) return null;',
    },
  },
  {
    host: 'an account that is not needed has an empty password',
    right:
      'the field becomes `!`, a value that the undo can restore without a guess (`usermod -U` would refuse)',
    rule: 'an empty password is replaced as a whole',
    test: [UNNEEDED, 'an empty password is a way in, and its lock can be taken back without a guess'],
    without: {
      file: 'src/kit/unneeded-accounts.ts',
      find: "[shadow('password', '!')]",
      replace: "[shadow('locked', true)]",
    },
  },
  {
    host: '`toor` has uid 0, and the list of needed accounts does not name it',
    right: '`met` there: root is never locked, by whatever name',
    rule: 'root is known by its number',
    test: [UNNEEDED, 'root is never locked, by whatever name, and neither is what has no shell'],
    without: {
      file: 'src/kit/unneeded-accounts.ts',
      find: 'if (user.uid === 0 || ',
      replace: "if (user.name === 'root' || ",
    },
  },
  {
    host: 'an account expires some day in the future, or on day -1',
    right: '`unmet`: until then it is open, and -1 is never',
    rule: 'only what is long over counts as closed',
    test: [UNNEEDED, 'an account that expires some day is still open, one that expired years ago is not'],
    without: {
      file: 'src/kit/unneeded-accounts.ts',
      find: 'expire <= LONG_OVER',
      replace: 'expire <= LONG_OVER * 9',
    },
  },
  {
    host: '`INACTIVE=30` in /etc/default/useradd, and `INACTIVE=-1` behind it',
    right: '`unmet`: the last line counts, and -1 is never',
    rule: 'of useradd the last line counts',
    test: [
      UNNEEDED,
      'when an account is given up: the last line of useradd counts, 0 is a value, -1 is never',
    ],
    without: {
      file: 'src/kit/inactive-accounts.ts',
      find: "defaults.findLast(({ name }) => name === 'INACTIVE')",
      replace: "defaults.find(({ name }) => name === 'INACTIVE')",
    },
  },
  {
    host: 'a needed account whose password ends after 90 days, perhaps long ago',
    right: '`manual`: `chage -l` first, or the lock would fall at once',
    rule: 'a limit that may be over already is set by a person',
    test: [UNNEEDED, 'a needed account whose password does end is not given up behind its back'],
    without: {
      file: 'src/kit/inactive-accounts.ts',
      find: '  if (maximum !== null) {',
      replace: '  if (maximum === undefined) {',
    },
  },
  {
    host: '`UID_MIN` twice in login.defs',
    right: 'the last line says where people begin',
    rule: 'of login.defs the last line of a name counts',
    test: [INTEGRITY, 'where people begin is what login.defs says, its last line'],
    without: {
      file: 'src/formats/login-defs.ts',
      find: "value !== undefined && value !== '') found",
      replace: "value !== undefined && value !== '' && !found.has(name)) found",
    },
  },
  {
    host: 'another account has uid 0',
    right: '`manual`: found by its number, whatever its name',
    rule: 'a second root is not taken out by a program',
    test: [INTEGRITY, 'a second root is for a person'],
    without: {
      file: 'src/kit/account-identities.ts',
      find: "uid === 0 && name !== 'root'",
      replace: "uid === 0 && name === 'admin'",
    },
  },
  {
    host: 'an account of the system has a shell, and a hash from a time of lower numbers',
    right: '`manual`: it may be a person; `shells` keeps it',
    rule: 'who may log in does not lose the shell',
    test: [
      INTEGRITY,
      'an account of the system that somebody may log in with, or that something runs as, is for a person',
    ],
    without: {
      file: 'src/kit/system-shells.ts',
      find: 'if (uses === null && ways.length === 0) {',
      replace: 'if (uses === null) {',
    },
  },
  {
    host: "the group of the Docker socket is somebody's primary group",
    right: '`manual`: no line of /etc/group lists them; another group is to be given',
    rule: 'a primary group is a membership',
    test: [MEMBERS, "a primary group is for a person, with this host's names in the steps"],
    without: {
      file: 'src/kit/docker-access.ts',
      find: 'primary.find((each) => each.name === user) ?? null',
      replace: 'primary.find((each) => each.uid === -1 && each.name === user) ?? null',
    },
  },
  {
    host: 'a user stands in /etc/gshadow only',
    right: '`unmet`: taken out of it',
    rule: 'both files are looked at',
    test: [MEMBERS, 'a user who stands in gshadow only is taken out of it'],
    without: {
      file: 'src/kit/docker-access.ts',
      find: '...group.admins, ...group.members]',
      replace: '...group.admins]',
    },
  },
  {
    host: 'another group has the gid of the docker group',
    right: '`unmet` for its members: it is the same access',
    rule: 'the kernel knows gids only',
    test: [MEMBERS, 'another group with the same gid is the same access'],
    without: {
      file: 'src/kit/docker-access.ts',
      find: 'given.groups.filter((group) => gids.includes(group.gid))',
      replace: 'given.groups.filter((group) => given.socketGroups.some(({ name }) => name === group.name))',
    },
  },
  {
    host: 'somebody is out of the group, and a session of theirs still has it',
    right: '`pending` until the next login',
    rule: 'running processes keep the groups that they began with',
    test: [MEMBERS, 'somebody who is out and still has a session is pending until the next login'],
    without: {
      file: 'src/kit/docker-access.ts',
      find: 'process.uid !== 0 && process.gids.some((gid) => gids.includes(gid))',
      replace: 'process.uid === 0 && process.gids.some((gid) => gids.includes(gid))',
    },
  },
  {
    host: 'nsswitch.conf has sss, whose group docker has another member',
    right: '`manual` for that member: taken out in the directory',
    rule: 'where there are other sources they are asked',
    test: [ON_A_HOST, 'where nsswitch.conf names other sources, they are asked'],
    without: {
      file: 'src/facts/remote-groups.ts',
      find: "['files', 'systemd', 'altfiles']",
      replace: "['files', 'systemd', 'altfiles', 'sss']",
    },
  },
  {
    host: '`deny = 3` in faillock.conf, and `deny = 6` behind it; or `deny = 0`',
    right: '`unmet`: the last line counts, and 0 is never to lock',
    rule: 'of faillock.conf the last value that is a number counts',
    test: [
      FAILLOCK,
      'limits: the last line counts, 0 is never to lock for deny and for ever for unlock_time',
    ],
    without: {
      file: 'src/kit/faillock-limits.ts',
      find: 'file.options.findLast(',
      replace: 'file.options.find(',
    },
  },
  {
    host: 'faillock.conf is right, and a line of the PAM stack says `deny=100`',
    right: '`manual`: the argument goes over the file',
    rule: 'arguments of a stack come before the file',
    test: [FAILLOCK, 'an argument in a stack goes over the file, and is for a person'],
    without: {
      file: 'src/kit/faillock-limits.ts',
      find: 'filter(({ value }) => !setting.isMet(value))',
      replace: "filter(({ value }) => value === '')",
    },
  },
];
