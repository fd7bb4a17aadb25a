import type { Situation } from './situation.ts';

const UPDATES = 'cases/software/host-security-updates/verdicts.test.ts';
const LOGS = 'cases/audit/host-log-forwarding/verdicts.test.ts';

/** apt, dpkg, rsyslog and journald: which of several files has the word. */
export const otherFiles: readonly Situation[] = [
  {
    host: '/etc/apt/apt.conf turns automatic upgrades off',
    right: '`manual` with the line: no drop-in wins over it',
    rule: 'the main file of apt is read after every drop-in',
    test: [UPDATES, '/etc/apt/apt.conf is read after every drop-in: a person is told the line'],
    without: {
      file: 'src/facts/apt-configuration.ts',
      find: '[...dropIns, ...(main === null ? [] : [main])]',
      replace: '[...(main === null ? [] : [main]), ...dropIns]',
    },
  },
  {
    host: 'a drop-in of apt sorts behind ours: `zz-provider`',
    right: '`unmet`: ours gets a name behind it',
    rule: 'the drop-in of apt gets a name by which it is the last',
    test: [UPDATES, 'a later drop-in would win: ours sorts after it'],
    without: {
      file: 'src/kit/apt-drop-in.ts',
      find: '    `/etc/apt/apt.conf.d/${last}_holdfast-updates.conf`,\n',
      replace: '    `/etc/apt/apt.conf.d/00-${last}.conf`,\n',
    },
  },
  {
    host: '`99off.bak`, `99off.dpkg-old` and `99off.conf~` in apt.conf.d',
    right: '`met`: apt does not read them',
    rule: 'apt reads names without an ending, or with .conf, of certain letters',
    test: [UPDATES, 'files that apt does not read change nothing'],
    without: {
      file: 'src/facts/apt-part-files.ts',
      find: ' || !endings.includes(ending)',
      replace: '',
    },
  },
  {
    host: '`#clear APT::Periodic;` behind the settings that are right',
    right: '`unmet`: nothing of it is set any more',
    rule: '#clear takes away what was there until then',
    test: [UPDATES, 'switched off by numbers: one drop-in that is read last'],
    without: {
      file: 'src/formats/apt-config.ts',
      find: "if (says === 'clear') {",
      replace: "if (says === 'clear' && value === name) {",
    },
  },
  {
    host: 'a rule of unattended-upgrades that is empty, or `.*`',
    right: '`manual` with the line: it keeps back every package',
    rule: 'a rule on names is a pattern from their start',
    test: [UPDATES, 'a rule on names that leaves out everything is named with its line'],
    without: {
      file: 'src/kit/takes-security.ts',
      find: '...(everything === null\n',
      replace: '...(everything !== undefined\n',
    },
  },
  {
    host: 'a pattern of unattended-upgrades that it cannot read',
    right: '`manual` with the line: it stops there, and upgrades nothing at all',
    rule: 'what stops the program is a finding, whatever else is right',
    test: [UPDATES, 'what stops unattended-upgrades is named with its line: it would upgrade nothing at all'],
    without: {
      file: 'src/kit/takes-security.ts',
      find: 'isBrokenPattern(pattern, names)',
      replace: "pattern === undefined && isBrokenPattern('', names)",
    },
  },
  {
    host: 'dpkg was interrupted, and packages are to be removed',
    right: 'refused by `package-transaction`: `dpkg --configure -a` first',
    rule: 'nothing is removed while dpkg has not finished',
    test: [
      'cases/software/unneeded-packages/transaction.test.ts',
      'a dpkg that did not finish is finished by a person first',
    ],
    without: {
      file: 'src/guards/package-transaction.ts',
      find: 'if (before.isInterrupted || halfway !== undefined) {',
      replace: 'if (halfway === null) {',
    },
  },
  {
    host: 'a package is to go on which one depends that stays',
    right: 'refused by `package-transaction`: it would lack what it depends on',
    rule: 'nothing that stays is broken',
    test: [
      'cases/software/unneeded-packages/transaction.test.ts',
      'what would stay without what it depends on stops the plan',
    ],
    without: {
      file: 'src/guards/package-transaction.ts',
      find: 'if (kept.length > 0 || newlyBroken.length > 0)',
      replace: 'if (kept.length > 0 || newlyBroken === undefined)',
    },
  },
  {
    host: 'rsyslog: `*.* stop` before the line that sends records',
    right: '`manual`: nothing gets as far as that',
    rule: 'what ends all records ends them for what follows',
    test: [LOGS, 'what is there already: after all records were ended'],
    without: {
      file: 'src/formats/rsyslog-forwards.ts',
      find: "if (item.is === 'stop' && isForAll && !stopped.has(within))",
      replace: "if (item.is === 'stop' && !isForAll && !stopped.has(within))",
    },
  },
  {
    host: 'rsyslog: the line that sends stands in a ruleset to which nothing is given',
    right: '`manual`: it never runs',
    rule: 'a ruleset counts where it is called',
    test: [LOGS, 'what is there already: in a ruleset to which nothing is given'],
    without: {
      file: 'src/formats/rsyslog-forwards.ts',
      find: 'called.has(within) ? forward.misses',
      replace: 'called.size > 0 ? forward.misses',
    },
  },
  {
    host: 'rsyslog.conf includes nothing',
    right: '`manual`: the line to add to it, before its rules',
    rule: 'the configuration is read again with our file in it',
    test: [LOGS, 'a drop-in that nothing includes, or only for some records, would do nothing'],
    without: {
      file: 'src/kit/forwarded-logs.ts',
      find: 'if (ours === undefined)\n',
      replace: 'if (ours === null)\n',
    },
  },
  {
    host: 'journald has `ForwardToSyslog=no` in a drop-in, and a later one says yes',
    right: 'the last counts: `met`; with the first alone `manual`',
    rule: 'what journald keeps to itself rsyslog cannot send',
    test: [LOGS, 'what journald keeps to itself, rsyslog cannot send, unless it reads the journal'],
    without: {
      file: 'src/kit/forwarded-logs.ts',
      find: 'if (silence !== null && !readsJournal) {',
      replace: 'if (silence !== null && readsJournal) {',
    },
  },
  {
    host: 'the target of the logs is the host itself',
    right: '`manual`: each record would go round until the disk is full',
    rule: 'a host does not send to itself',
    test: [LOGS, 'a host that sent to itself would go round until its disk is full'],
    without: {
      file: 'src/kit/log-forwarding.ts',
      find: 'if (isThisHost(target, given.hostname)) return',
      replace:
        'if (isThisHost({ ...target, host: given.hostname === null ? target.host : "x" }, null)) return',
    },
  },
];
