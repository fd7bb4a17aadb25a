import type { Situation } from './situation.ts';

const SHELLS = 'cases/accounts/shell-idle-timeout/shells.test.ts';
const TIMEOUT = 'src/kit/shell-timeout.ts';

/** Which shell reads what, and what becomes of a variable that is read-only. */
export const shells: readonly Situation[] = [
  {
    host: 'TMOUT is made read-only twice in profile.d: bash complains, dash goes no further',
    right: '`unmet` for commands of a login to sh (`su -`, `sudo -i`); one of the lines is put out of action',
    rule: 'every shell is gone through to the end',
    test: [SHELLS, 'read-only twice already: su - runs no command by sh, and one is put out of action'],
    without: { file: TIMEOUT, find: '  if (died !== null) return false;\n', replace: '' },
  },
  {
    host: 'other files set TMOUT, too',
    right: 'their lines are put behind `: #` before ours makes it read-only',
    rule: 'no other assignment is left',
    test: [SHELLS, 'every other line about it is put out of action before ours makes it read-only'],
    without: {
      file: TIMEOUT,
      find: 'if (isAlone) set(path, `quiet/${text}`);',
      replace: 'if (isAlone && path === undefined) set(path, `quiet/${text}`);',
    },
  },
  {
    host: 'one line sets TMOUT and something else: `umask 027; TMOUT=0`',
    right: '`manual` with the line, and nothing is made read-only around it',
    rule: 'only lines that do nothing else are put out of action',
    test: [
      SHELLS,
      'a line that does something else as well is for a person, and nothing is made read-only around it',
    ],
    without: {
      file: TIMEOUT,
      find: 'if (isAlone) set(path, `quiet/${text}`);',
      replace: 'if (isAlone !== undefined) set(path, `quiet/${text}`);',
    },
  },
  {
    host: 'the .profile of somebody with /bin/sh sets TMOUT',
    right: '`manual`: their shell would leave out the rest of it',
    rule: "people's own start-up files are tried with ours",
    test: [SHELLS, 'a .profile of somebody whose shell would die of it is for a person first'],
    without: {
      file: TIMEOUT,
      find: 'if (failing.length === 0 && dying.length === 0) return { wishes };',
      replace: 'if (failing.length === 0) return { wishes };',
    },
  },
  {
    host: 'Debian: a bash that is no login does not read profile.d',
    right: '`unmet`, with a line in /etc/bash.bashrc',
    rule: 'each way of starting a shell is one requirement',
    test: [
      SHELLS,
      'Debian as it is installed: unmet where bash starts, and the wishes make it met, once and for all',
    ],
    without: {
      file: TIMEOUT,
      find: 'if (bashrc !== undefined) set(',
      replace: 'if (bashrc === null) set(',
    },
  },
  {
    host: 'a login to bash reads our file twice: by profile.d, and by bash.bashrc',
    right: 'no error: what is read-only already is left alone',
    rule: 'our own file asks first',
    test: [
      SHELLS,
      'Debian as it is installed: unmet where bash starts, and the wishes make it met, once and for all',
    ],
    without: {
      file: TIMEOUT,
      find: 'if (unset TMOUT) 2> /dev/null; then',
      replace: 'if true; then',
    },
  },
  {
    host: '`TMOUT=600`, which anybody can change',
    right: '`unmet`: nobody must be able to switch it off',
    rule: 'it is read-only',
    test: [SHELLS, 'too long, zero, no number, and not read-only are not met'],
    without: { file: TIMEOUT, find: '    variable.isReadonly &&\n', replace: '' },
  },
  {
    host: '`readonly TMOUT=0`',
    right: '`unmet`: 0 is never, and it is less than what is asked for',
    rule: '0 switches it off',
    test: [SHELLS, 'too long, zero, no number, and not read-only are not met'],
    without: { file: TIMEOUT, find: '    given > 0 &&\n', replace: '    given >= 0 &&\n' },
  },
  {
    host: 'a file about TMOUT that cannot be followed',
    right: '`unknown`, with its line: nothing is planned around it',
    rule: 'what cannot be followed is not guessed',
    test: [SHELLS, 'a file about it that cannot be followed leaves all unknown, others do not matter'],
    without: {
      file: TIMEOUT,
      find: 'if (unread.length > 0) return starts.map(',
      replace: 'if (unread.length < 0) return starts.map(',
    },
  },
];
