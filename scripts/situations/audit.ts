import type { Situation } from './situation.ts';

const IMMUTABLE = 'cases/audit/rules-immutable/verdicts.test.ts';
const BINARIES = 'cases/audit/docker-binaries/verdicts.test.ts';
const FILES = 'cases/audit/docker-files/verdicts.test.ts';
const ADMIN = 'cases/audit/admin-activity/verdicts.test.ts';
const ACTIVE = 'cases/audit/auditd-active/verdicts.test.ts';
const RETENTION = 'cases/audit/log-retention/verdicts.test.ts';
const RULES = 'unit/facts/audit-rules.test.ts';
const CONFIGURATION = 'src/facts/audit-configuration.ts';
const LOADING = 'src/facts/load-at-boot.ts';

/** What of the rules reaches the kernel, and what auditd does with its log. */
export const audit: readonly Situation[] = [
  {
    host: '`-e 2` in one file of rules.d and `-e 1` in a later one',
    right: '`unmet`: augenrules keeps the last, wherever it stands',
    rule: 'of `-e` the last of all files stays',
    test: [IMMUTABLE, 'the last -e of all files wins'],
    without: {
      file: CONFIGURATION,
      find: 'isOnce(item, name)).slice(-1)',
      replace: 'isOnce(item, name)).slice(0, 1)',
    },
  },
  {
    host: '`9-b.rules` and `100-c.rules`',
    right: 'the second is read last',
    rule: 'files are merged in natural order, as `ls -v`',
    test: [RULES, 'files in natural order, the last of each once-only option, -e at the end'],
    without: { file: CONFIGURATION, find: '.sort(versionOrder)', replace: '.sort()' },
  },
  {
    host: '`-e 2` stands before rules of the same directory',
    right: 'they are loaded all the same: it is moved to the end',
    rule: 'augenrules puts the lock behind all rules',
    test: [RULES, 'files in natural order, the last of each once-only option, -e at the end'],
    without: {
      file: CONFIGURATION,
      find: "...last('-f'), ...rest, ...last('-e')]",
      replace: "...last('-f'), ...last('-e'), ...rest]",
    },
  },
  {
    host: 'no rules.d: `-e 2` in the middle of audit.rules',
    right: 'what follows it is not loaded',
    rule: 'one file is loaded line by line',
    test: [RULES, 'without rules.d audit.rules counts, line by line'],
    without: {
      file: LOADING,
      find: "if (item.name === '-e' && item.value === '2') locked = true;",
      replace: '',
    },
  },
  {
    host: 'no rules.d: `-e 1` behind `-e 2` in audit.rules',
    right: '`met`: the rules are locked by then, and stay so',
    rule: 'a lock is not taken back by what follows it',
    test: [IMMUTABLE, 'in one file a lock is not taken back by what follows it'],
    without: { file: CONFIGURATION, find: 'enabled.find(isLock) ?? ', replace: '' },
  },
  {
    host: 'a rule before the lock watches a directory that does not exist',
    right: '`manual`: loading ends there, and the lock is never reached',
    rule: 'the first rule that fails ends loading',
    test: [IMMUTABLE, 'a rule that fails keeps the lock, which comes last, from being reached'],
    without: {
      file: LOADING,
      find: 'if (why !== null && !goesOn) stop',
      replace: 'if (why !== null && goesOn) stop',
    },
  },
  {
    host: 'a broken rule with `-c` before it',
    right: 'the rules behind it are loaded',
    rule: '`-c` and `-i` let loading go on',
    test: [RULES, 'loading stops at the first rule that fails, unless told to go on'],
    without: {
      file: LOADING,
      find: "if (item.name === '-c' || item.name === '-i') goesOn = true;",
      replace: '',
    },
  },
  {
    host: 'the same rule twice, in two spellings',
    right: 'the second fails, and ends loading',
    rule: 'the kernel refuses a rule that exists',
    test: [RULES, 'loading stops at the first rule that fails, unless told to go on'],
    without: {
      file: LOADING,
      find: "if (before !== undefined) return 'the rule exists already';",
      replace: '',
    },
  },
  {
    host: 'a file of rules.d without a newline at its end, before ours',
    right: '`manual`: augenrules would join its last line with our first',
    rule: 'a file that is not ended comes first',
    test: [BINARIES, 'what only a person can decide'],
    without: {
      file: 'src/kit/audit-before-loading.ts',
      find: 'const cut = directory ? unterminated.filter(isBefore) : [];',
      replace: 'const cut = directory ? unterminated.slice(0, 0) : [];',
    },
  },
  {
    host: 'the rules are locked now (`enabled 2`)',
    right: 'the file is written, nothing is loaded, and then it is `pending` until a reboot',
    rule: 'no live rule is wished for while they are locked',
    test: [BINARIES, 'locked rules: the file is written, the rest waits for the reboot'],
    without: {
      file: 'src/kit/audit-recorded.ts',
      find: "if (isLocked) return { ...about, verdict: 'unmet', wishes };",
      replace: '',
    },
  },
  {
    host: 'a file of rules.d has `-f 2`: lost records are a kernel panic',
    right: '`manual`: `-f 1` first; the host is not given more to record',
    rule: 'nothing is added where a flood would be a panic',
    test: [BINARIES, 'what only a person can decide'],
    without: {
      file: 'src/kit/audit-before-adding.ts',
      find: "if (failureMode?.value === '2')",
      replace: "if (failureMode?.value === '9')",
    },
  },
  {
    host: 'the kernel has failure mode 2 now, and no file says so',
    right: '`manual`: `auditctl -f 1`',
    rule: 'the live failure mode counts, too',
    test: [BINARIES, 'what only a person can decide'],
    without: {
      file: 'src/kit/audit-before-adding.ts',
      find: 'if (status?.failure === 2)',
      replace: 'if (status?.failure === 9)',
    },
  },
  {
    host: 'a directory below /run is to be watched, which a service makes',
    right: '`manual`: the unit that loads such a watch; in a file it would end loading at boot',
    rule: 'no rule is written that cannot load at boot',
    test: [FILES, 'what is there is watched; what a service makes below /run is left to a person'],
    without: {
      file: 'src/kit/audit-watch.ts',
      find: 'if (!isMadeLater) return [];',
      replace: 'return [];',
    },
  },
  {
    host: '`-w /usr -p wxa`, and /usr/bin/docker is to be watched',
    right: '`unmet`: what is deeper may be on another mount',
    rule: 'a watch covers the directory itself, not what may be mounted below',
    test: [BINARIES, 'a rule by another hand counts if it records as much'],
    without: {
      file: 'src/kit/covering-rules.ts',
      find: 'target.path === parent &&',
      replace: 'parent.startsWith(target.path) &&',
    },
  },
  {
    host: 'a rule for 64-bit programs only',
    right: '`unmet`: a program of 32 bits is not recorded',
    rule: 'a rule by architecture needs its other half',
    test: [BINARIES, 'a rule by another hand counts if it records as much'],
    without: {
      file: 'src/kit/covering-rules.ts',
      find: 'return wide === undefined || narrow === undefined ? [] : [wide, narrow];',
      replace: 'return [wide, narrow].filter((each) => each !== undefined);',
    },
  },
  {
    host: '`-a never,task` among the rules',
    right: '`manual`: remove it; what is added would record nothing',
    rule: 'a rule that silences the rest is named first',
    test: [ADMIN, 'a rule that silences calls, or all of them, is named and not written around'],
    without: {
      file: 'src/kit/audit-obstacles.ts',
      find: 'if (silencing !== undefined)',
      replace: 'if (silencing === null)',
    },
  },
  {
    host: 'the kernel knows no programs of 32 bits',
    right: 'no rule with `arch=b32` is written: it would be refused and end loading',
    rule: 'only architectures that the kernel knows get rules',
    test: [ADMIN, 'a kernel that knows no 32-bit programs is not asked to record theirs'],
    without: {
      file: 'src/facts/audit-arches.ts',
      find: 'found.some((status) => status !== null)',
      replace: 'found.length > 0',
    },
  },
  {
    host: 'auditd does not run, and the lock is wanted',
    right: '`manual`: start auditd first; its start would lock the rules at once',
    rule: 'the lock bites at a boot, never at a start that somebody does not expect',
    test: [IMMUTABLE, 'where auditd does not run, its next start would lock the rules at once'],
    without: {
      file: 'src/kit/audit-immutable.ts',
      find: "activity !== null && activity !== 'active'",
      replace: 'activity === null',
    },
  },
  {
    host: 'auditd is to be started, and a file has `-e 2`',
    right: 'the start is `one-way`: unattended it needs `allow = one-way`',
    rule: 'a start that loads a lock cannot be undone',
    test: [ACTIVE, 'with "-e 2" among the rules its start is one way, and nobody being asked it is not done'],
    without: {
      file: 'src/kit/auditd-runs.ts',
      find: "      ...(locks ? { undo: 'one-way' as const } : {}),\n",
      replace: '      ...(locks ? {} : {}),\n',
    },
  },
  {
    host: 'audit 4: a broken rule, and audit-rules.service loads them',
    right: '`manual`: the rule first; auditd would not start without its loader',
    rule: 'what would keep auditd from starting is told before it is tried',
    test: [ACTIVE, 'what would keep it from starting is told before it is tried'],
    without: {
      file: 'src/kit/auditd-runs.ts',
      find: 'if (loader !== null && stop !== null)',
      replace: 'if (loader === undefined && stop !== null)',
    },
  },
  {
    host: 'auditd.service is fine, and the unit that loads its rules is masked',
    right: '`manual`: find out who masked it',
    rule: 'a mask on the loader is a mask on auditd',
    test: [ACTIVE, 'masked, be it only what loads the rules: a person finds out why'],
    without: {
      file: 'src/kit/auditd-runs.ts',
      find: 'for (const each of [auditd, loader])',
      replace: 'for (const each of [auditd])',
    },
  },
  {
    host: 'auditd.conf has `num_logs` twice',
    right: 'the last counts: fewer logs are kept than the first line says',
    rule: 'of a name the last value decides',
    test: [RETENTION, 'the last value decides: a later line makes it less'],
    without: {
      file: 'src/formats/auditd-conf.ts',
      find: 'settings.findLast((each) => each.name === name)',
      replace: 'settings.find((each) => each.name === name)',
    },
  },
  {
    host: 'the last line of auditd.conf has no newline',
    right: 'it counts for nothing, and what is added goes before it and does not bring it to life',
    rule: 'auditd passes over a line that does not end',
    test: [RETENTION, 'a last line without a newline counts for nothing, and is not brought to life'],
    without: { file: 'src/formats/auditd-conf.ts', find: "return end === '' || ", replace: 'return ' },
  },
  {
    host: 'auditd keeps all logs (`keep_logs`) and is to rotate from now on',
    right: '`manual`: copy what is older first; auditd would delete it, and no rollback brings it back',
    rule: 'nothing is set by which records are deleted',
    test: [
      RETENTION,
      'from keep_logs to rotate auditd would delete what no rollback brings back: a person copies it first',
    ],
    without: {
      file: 'src/kit/audit-log-retention.ts',
      find: "if (now.action === 'keep_logs')\n",
      replace: "if (now.action === 'kept')\n",
    },
  },
  {
    host: 'the policy says `when-full = halt`, and the log is on the root file system',
    right: '`manual`: a file system of its own first; anything that fills / would stop the host',
    rule: 'no host is stopped by what is not its log',
    test: [
      RETENTION,
      'halt and single only where they were decided on, and never where the log shares the root file system',
    ],
    without: {
      file: 'src/kit/audit-log-space.ts',
      find: 'if (isWanted && sharesRoot(given))',
      replace: 'if (isWanted && !sharesRoot(given))',
    },
  },
  {
    host: 'a mail is to tell that space runs low, and there is no sendmail',
    right: '`manual`: auditd would not start with that action',
    rule: 'no action is set that auditd refuses',
    test: [RETENTION, 'email where nothing can send it would keep auditd from starting'],
    without: {
      file: 'src/kit/audit-log-space.ts',
      find: "if (whenLow === 'email' && !auditd.hasSendmail)",
      replace: "if (whenLow === 'mail' && !auditd.hasSendmail)",
    },
  },
  {
    host: 'a candidate for auditd.conf whose warning would come after the last resort',
    right: 'refused, `candidate-invalid`: auditd would not start',
    rule: 'a candidate passes the checks of auditd itself',
    test: [RETENTION, 'a candidate that auditd would not start with is refused'],
    without: {
      file: 'src/formats/auditd-problem.ts',
      find: 'if (left > admin || conf.isEmpty) return null;',
      replace: 'if (left !== admin || conf.isEmpty) return null;',
    },
  },
];
