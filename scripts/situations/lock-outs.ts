import type { Situation } from './situation.ts';

const SSH_LOGIN = 'unit/guards/ssh-login.test.ts';
const SSH_SOURCES = 'unit/guards/ssh-sources.test.ts';
const FILTER = 'unit/guards/filter-session.test.ts';
const ROOT = 'unit/guards/can-become-root.test.ts';
const INVOKER = 'unit/guards/invoking-user.test.ts';
const SERVICE = 'unit/guards/locked-account-service.test.ts';
const PAM = 'unit/guards/pam-admits.test.ts';
const FAILLOCK = 'cases/accounts/login-failure-lockout/pam.test.ts';
const PASSWORD = 'cases/sudo/password-required/password-required.test.ts';
const RANGES = 'cases/ssh/source-ranges/verdicts.test.ts';

/** After which nobody, or not whoever runs it, would come in or become root. */
export const lockOuts: readonly Situation[] = [
  {
    host: 'a drop-in for sshd denies the last accounts that can log in',
    right: 'refused by `ssh-login`: nobody could log in by SSH any more, with the line',
    rule: 'one of those who can log in now still can',
    test: [SSH_LOGIN, 'it suffices that one who could log in still can'],
    without: {
      file: 'src/guards/ssh-login.ts',
      find: 'if (!isOneKept && lost !== null) {',
      replace: 'if (!isOneKept && lost === null) {',
    },
  },
  {
    host: 'others can still log in by SSH, and whoever runs it no longer',
    right: 'refused by `ssh-login` for that user; not with `allow = remove-invoking-user`',
    rule: 'whoever runs it is among those who are kept',
    test: [SSH_LOGIN, 'whoever runs this is among them'],
    without: {
      file: 'src/guards/ssh-login.ts',
      find: 'if (user === own && ',
      replace: "if (user === '' && ",
    },
  },
  {
    host: 'accounts keep their SSH login, but none of them can become root',
    right: 'refused by `ssh-login`: nobody who could log in by SSH could become root any more',
    rule: 'one of those who log in can become root, if there is one now',
    test: [SSH_LOGIN, 'one of those who can become root can log in as before'],
    without: {
      file: 'src/guards/ssh-login.ts',
      find: 'if (lostRoot === null) return [];',
      replace: "if (lostRoot?.user !== '') return [];",
    },
  },
  {
    host: 'a file of sshd that is sound by itself, and beside the others has a word that sshd does not know',
    right: 'refused by `sshd-starts`, with the file and line of the tree and not of the candidate',
    rule: '`sshd -t` is asked about the whole tree as it will be',
    test: [
      'unit/guards/sshd-starts.test.ts',
      'what sshd does not take is refused by the file and the line that it comes from',
    ],
    without: {
      file: 'src/guards/sshd-starts.ts',
      find: 'isConcerned ? await planned(sshdTest) : null',
      replace: 'isConcerned ? await now(sshdTest) : null',
    },
  },
  {
    host: '`AuthenticationMethods password keyboard-interactive`, and both are to be switched off',
    right: '`manual`: sshd would not start with no method left; the line to change is told',
    rule: 'methods that are asked for are not switched off all together',
    test: [
      'cases/ssh/authentication/verdicts.test.ts',
      'where no method would be left sshd would not start: a person decides',
    ],
    without: {
      file: 'src/kit/sshd-rule.ts',
      find: 'lists.every((list) => list.some((method) => methods.includes(method)))',
      replace: 'lists.every((list) => list.length === 0)',
    },
  },
  {
    host: 'keyboard-interactive is on as a second factor after a key, in each list of methods',
    right: '`met`: switched off, people with two factors could not log in',
    rule: 'a second factor that always follows a key may stay',
    test: [
      'cases/ssh/authentication/verdicts.test.ts',
      'a second factor after a key may stay, one beside a key may not',
    ],
    without: {
      file: 'src/kit/sshd-rule.ts',
      find: "lists.length > 0 && lists.every((list) => list.includes('publickey'))",
      replace: 'lists.length < 0',
    },
  },
  {
    host: 'a `Match` block lets some users use passwords, who may know no other way in',
    right: '`manual` with the users whom it concerns; the block stays',
    rule: 'what a block takes back is named and never undone',
    test: [
      'cases/ssh/authentication/verdicts.test.ts',
      'a Match block that takes it back is for a person, with the people it concerns',
    ],
    without: {
      file: 'src/kit/sshd-exceptions.ts',
      find: '.filter((by) => own.some((each) => each === by))',
      replace: '.filter((by) => by === undefined)',
    },
  },
  {
    host: 'somebody is logged in by SSH from an address outside of the planned ranges',
    right: 'refused by `ssh-sources`, with user and address',
    rule: 'who is connected would be let in from the same address again',
    test: [SSH_SOURCES, 'somebody who is logged in from elsewhere would be out'],
    without: {
      file: 'src/guards/ssh-sources.ts',
      find: 'if (before.isOpen && !after.isOpen)',
      replace: 'if (!before.isOpen && !after.isOpen)',
    },
  },
  {
    host: 'a host without logind, with connections to sshd of nobody knows whom',
    right: 'refused by `ssh-sources`: somebody is connected',
    rule: 'without sessions every connection counts',
    test: [SSH_SOURCES, 'without logind every connection counts, of whosever it is'],
    without: {
      file: 'src/facts/ssh-peers.ts',
      find: 'return [...invoked, ...connections];',
      replace: 'return [...invoked, ...connections.slice(0, 0)];',
    },
  },
  {
    host: 'whoever runs it has come over IPv6, by `sudo` in a shell that logind does not know',
    right: "refused by `ssh-sources`: one's own address counts besides the sessions",
    rule: 'the connection of whoever runs it is asked for apart',
    test: [SSH_SOURCES, 'whoever runs this from elsewhere would be, too, whatever logind knows'],
    without: {
      file: 'src/facts/ssh-peers.ts',
      find: 'if (sessions !== null) return [...invoked, ...sessions];',
      replace: 'if (sessions !== null) return sessions;',
    },
  },
  {
    host: '`AllowUsers *@127.0.0.1 *@::1`: jobs of the machine log in to itself',
    right: '`met`: nobody comes from outside of the ranges',
    rule: 'addresses of the machine itself are always within',
    test: [RANGES, 'who is on this machine already may always come: without that its own jobs would be out'],
    without: {
      file: 'src/kit/sshd-outsiders.ts',
      find: "const inside = [...ranges, ...OWN_MACHINE].join(',');",
      replace: "const inside = ranges.join(',');",
    },
  },
  {
    host: 'a range of the policy is no network: `10.0.0.0/33`, `office`',
    right: '`manual` on the parameter: sshd would not start, nothing is wished for',
    rule: 'ranges are networks that sshd understands',
    test: [RANGES, 'what is no network would keep sshd from starting: it is told, and nothing is wished for'],
    without: {
      file: 'src/kit/sshd-sources.ts',
      find: 'if (broken.length > 0)',
      replace: 'if (broken.length < 0)',
    },
  },
  {
    host: 'a table is planned that drops SSH from where whoever runs it has come from',
    right: 'refused by `filter-session`: now the packet filter would drop it',
    rule: 'one comes in again through what is loaded now',
    test: [FILTER, 'whoever has come by SSH comes in again, now and after a reboot'],
    without: {
      file: 'src/guards/filter-session.ts',
      find: "    ['now', await planned(livePacketFilter)],\n",
      replace: '',
    },
  },
  {
    host: 'the loaded table lets SSH in, and the file for the next boot does not',
    right: 'refused by `filter-session`: after a reboot the packet filter would drop it',
    rule: 'one comes in again through what the next boot loads',
    test: [FILTER, 'whoever has come by SSH comes in again, now and after a reboot'],
    without: {
      file: 'src/guards/filter-session.ts',
      find: "    ['after a reboot', await planned(bootPacketFilter)],\n",
      replace: '',
    },
  },
  {
    host: 'SSH is let in only by a rule with a limit, or of an interface that may be another',
    right: 'refused by `filter-session`: what is in doubt is no way in',
    rule: 'only what surely lets in counts',
    test: [FILTER, 'what is in doubt is no way in'],
    without: { file: 'src/guards/filter-session.ts', find: "'at-least'", replace: "'at-most'" },
  },
  {
    host: 'the only member of `sudo` who has a password would leave the group',
    right: 'refused by `can-become-root`, with the rule that is lost',
    rule: 'somebody who logs in can become root',
    test: [ROOT, 'the last account with a password and a rule is kept, by name, file and line'],
    without: {
      file: 'src/guards/can-become-root.ts',
      find: 'if (before.length === 0 || after.some',
      replace: 'if (before.length >= 0 || after.some',
    },
  },
  {
    host: 'the last administrator would expire on this very day',
    right: 'refused by `can-become-root`: on that day it is over; a day later is not refused',
    rule: 'an account is over on the day on which it expires, shadow(5)',
    test: [ROOT, 'locking, expiring, a shell that is none, no account, no sudo: each of them is noticed'],
    without: {
      file: 'src/facts/account-access.ts',
      find: 'secret.expire > day',
      replace: 'secret.expire >= day',
    },
  },
  {
    host: '`Defaults rootpw` is planned, and root has no password',
    right: "refused by `can-become-root`: root's password would be asked",
    rule: 'sudo is tried with the password that it asks for',
    test: [ROOT, 'locking, expiring, a shell that is none, no account, no sudo: each of them is noticed'],
    without: {
      file: 'src/facts/account-access.ts',
      find: "sudoAsksForRoot(policy.statements) ? (known.root?.name ?? 'root') : user.name",
      replace: 'user.name',
    },
  },
  {
    host: 'a cloud image: `ci` has a key, no password and `NOPASSWD: ALL`, which would become `PASSWD: ALL`',
    right: 'refused by `can-become-root`: it has no password that it could give',
    rule: 'who is asked for a password has one',
    test: [ROOT, 'a key-only account that gets a password asked is cut off'],
    without: {
      file: 'src/facts/account-access.ts',
      find: 'if (decision.password) {',
      replace: 'if (!decision.password) {',
    },
  },
  {
    host: 'the last administrator is locked, and root has no password, but a key',
    right: 'not refused: root can log in',
    rule: 'a key is a way in where a password is not',
    test: [ROOT, 'somebody is left: root with a password or a key, a key with NOPASSWD, another day'],
    without: {
      file: 'src/facts/account-access.ts',
      find: 'if (password.isOpen || host === null) return password;',
      replace: 'if (password.isOpen || host !== undefined) return password;',
    },
  },
  {
    host: 'others can become root, and whoever runs it by sudo no longer',
    right: 'refused by `invoking-user`, with the rule that lets them now',
    rule: 'whoever runs it keeps the way to root',
    test: [INVOKER, 'who runs this and becomes root by sudo still does afterwards'],
    without: {
      file: 'src/guards/invoking-user.ts',
      find: 'if (before?.isOpen !== true || after?.isOpen === true) return [];',
      replace: 'if (before?.isOpen !== false) return [];',
    },
  },
  {
    host: 'whoever runs it would leave the group of the Docker socket',
    right: 'refused by `invoking-user`, with the group',
    rule: 'whoever runs it keeps Docker',
    test: [INVOKER, 'who runs this stays in the group that gives Docker, unless the policy lets them go'],
    without: {
      file: 'src/guards/invoking-user.ts',
      find: 'return [...(await keepsDocker(given, user)), ',
      replace: 'void keepsDocker;\n  return [',
    },
  },
  {
    host: 'an account is to be locked, and a unit of /etc/systemd/system has `User=` with its number',
    right: 'refused by `locked-account-service`, with unit and line',
    rule: 'services name accounts by name or number',
    test: [SERVICE, 'nor whose service is there, by name or by number, also in an image'],
    without: {
      file: 'src/guards/locked-account-service.ts',
      find: 'user === name || user === String(uid)',
      replace: 'user === name',
    },
  },
  {
    host: 'an account is to be locked, no unit names it, and two of its processes run',
    right: 'refused by `locked-account-service`: 2 running processes are its',
    rule: 'nothing that runs belongs to an account that is locked',
    test: [SERVICE, 'whose processes run is not locked, in whatever way'],
    without: {
      file: 'src/guards/locked-account-service.ts',
      find: 'running.filter((process) => process.uid === uid).length',
      replace: 'running.filter((process) => process.uid === -1).length',
    },
  },
  {
    host: 'a PAM stack is planned in which a jump is one too short and ends at pam_deny',
    right: 'refused by `pam-admits`, with the line that ends it',
    rule: 'whom a service lets in now it still lets in',
    test: [PAM, 'a line put in by hand, and the jump is too short: nobody could log in'],
    without: {
      file: 'src/guards/pam-admits.ts',
      find: 'if (was && would(',
      replace: 'if (was === undefined && would(',
    },
  },
  {
    host: 'a PAM stack is planned in which pam_deny is gone or jumped over',
    right: 'refused by `pam-admits`: would let in everybody, with no password or a wrong one',
    rule: 'whom a service refuses now it still refuses',
    test: [PAM, 'pam_deny is gone, or jumped over: everybody could log in'],
    without: {
      file: 'src/guards/pam-admits.ts',
      find: 'if (!was && would(',
      replace: 'if (was === undefined && would(',
    },
  },
  {
    host: 'a PAM stack is planned with a module whose file is not there',
    right: 'refused by `pam-admits`: the service would let in nobody any more',
    rule: 'a module that is not there fails',
    test: [PAM, 'a module that is not there, a file that is not there, a line that is none'],
    without: {
      file: 'src/guards/pam-admits.ts',
      find: 'modules === null || modules.has(',
      replace: 'modules !== undefined || [modules].includes(',
    },
  },
  {
    host: 'PAM is to count wrong passwords, and pam_faillock.so is not installed',
    right: '`manual`: a person installs it first; no line names it before',
    rule: 'a module is looked for before any line names it',
    test: [
      FAILLOCK,
      'without the module, a line that names it would lock everybody out: a person installs it first',
    ],
    without: {
      file: 'src/kit/faillock.ts',
      find: 'const isThere = pam.modules === null || pam.modules.has(MODULE);',
      replace: 'const isThere = pam.modules !== undefined;',
    },
  },
  {
    host: 'somebody has written between the lines of pam-auth-update, so that jumps count otherwise',
    right: '`manual`, with the advice to keep a root shell open',
    rule: 'only files as pam-auth-update left them are written by its rules',
    test: [FAILLOCK, 'what somebody has written between the lines of pam-auth-update is for a person'],
    without: {
      file: 'src/kit/faillock-wishes.ts',
      find: "if (agreed === null || pamAgreement(account.text, saved.account, 'account') === null) return null;",
      replace: 'if (agreed === null) return null;',
    },
  },
  {
    host: 'a cloud image: `NOPASSWD` for an account whose password is locked',
    right: '`manual` with `passwd NAME`; the rule stays as it is',
    rule: 'no account is asked for a password that is locked',
    test: [
      PASSWORD,
      'an account without a password is never cut off: a person must lift it, and is told how',
    ],
    without: {
      file: 'src/kit/sudo-cut-off.ts',
      find: "if (secret?.password === 'set') return [];",
      replace: "if (secret?.password !== 'none') return [];",
    },
  },
  {
    host: '`NOPASSWD` for an account whose password is empty, which sudo would not take',
    right: '`manual`, with the line of /etc/shadow',
    rule: 'an empty password is none to give',
    test: [PASSWORD, 'a password that is empty, or has no line at all, is none to give'],
    without: {
      file: 'src/kit/sudo-cut-off.ts',
      find: "if (secret?.password === 'set') return [];",
      replace: "if (secret !== undefined && secret.password !== 'locked') return [];",
    },
  },
  {
    host: '`NOPASSWD` for a group of a directory service',
    right: '`manual`: whether its members have passwords only the directory knows',
    rule: 'whose password is not known here is not asked for it',
    test: [PASSWORD, 'whose password only a directory knows is for a person'],
    without: {
      file: 'src/kit/sudo-cut-off.ts',
      find: 'holders.strangers.filter((name) => !allowed.includes(name))',
      replace: 'holders.strangers.filter((name) => name === undefined)',
    },
  },
  {
    host: "SUSE's `Defaults targetpw` with `ALL ALL=(ALL) ALL`",
    right: '`manual`: with their own passwords everybody would be root; who may must be named first',
    rule: 'a rule for everybody keeps the password of another',
    test: [PASSWORD, 'where everybody may with the password of root, their own must not do'],
    without: {
      file: 'src/kit/sudo-setting-cut-off.ts',
      find: 'if (open.length === 0) return null;',
      replace: 'if (open.length >= 0) return null;',
    },
  },
  {
    host: "root's password is empty, and may be the only way in",
    right: '`manual`: `passwd root`; it is not locked by a program',
    rule: 'an empty password of root is not replaced by a lock',
    test: [
      'cases/accounts/account-integrity/accounts.test.ts',
      "root's empty password may be the only way in, so it is not locked by a program",
    ],
    without: {
      file: 'src/kit/account-passwords.ts',
      find: 'if (isRoot) return {',
      replace: 'if (!isRoot && name === undefined) return {',
    },
  },
  {
    host: 'packages are to go by which people log in, become root or run containers',
    right: 'refused by `package-transaction`, for each with the reason',
    rule: 'what a host is reached by is never removed',
    test: [
      'cases/software/unneeded-packages/transaction.test.ts',
      'docker, containerd, ssh, sudo, systemd, a kernel and the network stop the plan, whoever wishes it',
    ],
    without: {
      file: 'src/guards/package-transaction.ts',
      find: 'const why = found === null ? null : keptPackage(found);',
      replace: 'const why = found === undefined ? keptPackage(found) : null;',
    },
  },
  {
    host: 'a list of services to stop has `ssh` in it',
    right: '`manual`: Holdfast never stops it',
    rule: 'what a host is reached by is not stopped, whatever a list says',
    test: [
      'cases/software/unneeded-services/verdicts.test.ts',
      'ssh is never stopped, whatever the list says',
    ],
    without: { file: 'src/facts/is-kept-service.ts', find: '(?:sshd?|docker', replace: '(?:docker' },
  },
];
