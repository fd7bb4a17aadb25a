import type { Situation } from './situation.ts';

const FACT = 'unit/facts/sudoers.test.ts';
const RULE = 'cases/sudo/docker-command-rule/docker-command-rule.test.ts';
const PASSWORD = 'cases/sudo/password-required/password-required.test.ts';
const LOGGING = 'cases/sudo/command-logging/command-logging.test.ts';
const FILES = 'src/facts/sudoers.ts';
const EVALUATE = 'src/formats/sudoers-evaluate.ts';

/** Which files sudo reads in which order, and which line has the last word. */
export const sudoers: readonly Situation[] = [
  {
    host: 'a file with a dot in its name in sudoers.d: `b.operators`',
    right: 'it says nothing: sudo does not read it',
    rule: 'names with a dot are passed over',
    test: [FACT, 'files are read where they are included, in the order of their bytes'],
    without: { file: FILES, find: "!name.includes('.') && ", replace: '' },
  },
  {
    host: "an editor's copy in sudoers.d: `b~`",
    right: 'it says nothing, be it the last',
    rule: 'names that end in a tilde are passed over',
    test: [FACT, 'files are read where they are included, in the order of their bytes'],
    without: { file: FILES, find: " && !name.endsWith('~')", replace: '' },
  },
  {
    host: 'rules below `@includedir` in /etc/sudoers',
    right: 'they come after those of the directory, and decide',
    rule: 'an include is read in its place',
    test: [FACT, 'files are read where they are included, in the order of their bytes'],
    without: {
      file: 'src/formats/sudoers-file.ts',
      find: 'return file.lines.flatMap(',
      replace:
        "const isInclude = ({ statement }: (typeof file.lines)[number]) => statement?.type === 'include';\n  return [...file.lines.filter((line) => !isInclude(line)), ...file.lines.filter(isInclude)].flatMap(",
    },
  },
  {
    host: 'a `NOPASSWD` rule in a file before ours',
    right: '`unmet`, and enough: our rule with `PASSWD:` comes later and decides',
    rule: 'the last rule that matches decides',
    test: [RULE, 'an earlier rule without a password is overridden for the operator and still told'],
    without: {
      file: EVALUATE,
      find: 'for (const placed of policy.statements.toReversed()) {',
      replace: 'for (const placed of policy.statements) {',
    },
  },
  {
    host: 'a rule that ends in `NOPASSWD: ALL, PASSWD: /usr/bin/docker`, or the other way round',
    right: 'the last command of the line that matches decides about the password',
    rule: 'within a rule, too, the last one counts',
    test: ['unit/formats/sudoers-evaluate.test.ts', 'the last rule that matches decides'],
    without: {
      file: EVALUATE,
      find: 'for (const spec of privilege.commands.toReversed()) {\n        const allowed',
      replace: 'for (const spec of privilege.commands) {\n        const allowed',
    },
  },
  {
    host: 'our drop-in is there, and belongs to somebody else',
    right: '`unmet`: sudo ignores it, and the evidence says so',
    rule: 'a file that others can write says nothing',
    test: [RULE, 'a drop-in that sudo ignores is written again, and one for others is corrected'],
    without: {
      file: FILES,
      find: 'reader.problems.push({ path, why });\n    return null;',
      replace: 'reader.problems.push({ path, why });',
    },
  },
  {
    host: 'everybody may write to sudoers.d',
    right: '`manual`: sudo ignores the whole directory, and with it what is written there',
    rule: 'no drop-in goes where none is read',
    test: [RULE, 'where no drop-in would be read a person must see to that first'],
    without: {
      file: 'src/kit/sudoers-obstacle.ts',
      find: 'if (problem !== undefined) {',
      replace: 'if (problem === null) {',
    },
  },
  {
    host: '/etc/sudoers without an `@includedir`',
    right: '`manual`: the line to add',
    rule: 'a drop-in that nothing includes is not written',
    test: [
      LOGGING,
      'without an includedir, and with a directory that sudo ignores, our file would not be read',
    ],
    without: {
      file: 'src/kit/sudoers-obstacle.ts',
      find: 'if (withSudoersDropIn(main, path, text) !== null) return null;',
      replace: 'if (withSudoersDropIn(main, path, text) !== undefined) return null;',
    },
  },
  {
    host: '`/etc/sudoers.d/zzz` takes the password away behind our own file',
    right: '`manual` with the line that is read after ours',
    rule: 'the whole policy is read again with our file in it',
    test: [PASSWORD, 'what is read after our file is for a person'],
    without: {
      file: 'src/kit/sudo-settings.ts',
      find: 'if (later === undefined) return null;',
      replace: 'if (later?.line !== 0) return null;',
    },
  },
  {
    host: '`Defaults !authenticate`, and no rule says NOPASSWD',
    right: 'every user counts as one without a password',
    rule: 'a Defaults line takes the password from all rules without a tag',
    test: [RULE, 'Defaults without authentication count as no password'],
    without: {
      file: EVALUATE,
      find: 'last?.setting.negated !== true',
      replace: 'last?.setting.negated !== null',
    },
  },
  {
    host: '`Defaults exempt_group=ops`, and a rule with `PASSWD:` for a member',
    right: 'the member is asked for nothing, PASSWD or not',
    rule: 'an exempt group goes over every tag',
    test: ['unit/formats/sudoers-evaluate.test.ts', 'the last rule that matches decides'],
    without: {
      file: EVALUATE,
      find: 'const byDefaults = asked.exempt || spec.nopasswd === null;',
      replace: 'const byDefaults = spec.nopasswd === null;',
    },
  },
  {
    host: '`Defaults!/usr/bin/docker !log_allowed`, and later a line for everybody that turns it on',
    right: '`unmet`, with a line in the same scope: that for all does not reach it',
    rule: 'Defaults for commands are read after all others',
    test: [
      LOGGING,
      'for a command, which no line for all puts out of force, and what it wishes for is enough',
    ],
    without: {
      file: 'src/formats/sudoers-in-force.ts',
      find: 'isForAll ? each.isForCommands : ',
      replace: 'isForAll ? each.scope === null : ',
    },
  },
  {
    host: 'a rule for `docker ps` only',
    right: '`unmet`: it is no rule for Docker',
    rule: 'a rule with arguments permits nothing else',
    test: [RULE, 'a rule for some arguments only is no rule for Docker'],
    without: {
      file: 'src/formats/sudoers-match.ts',
      find: 'return conditional ? assumed || null : true;',
      replace: 'return conditional || true;',
    },
  },
  {
    host: 'a rule of `alice` and of an automation account that may do without a password',
    right: '`manual`: a person takes it apart; PASSWD would stop the automation',
    rule: 'who is allowed keeps what they have',
    test: [PASSWORD, 'a rule of the allowed and of others is for a person to take apart'],
    without: {
      file: 'src/kit/sudo-cut-off.ts',
      find: 'const kept = holders.users.filter(({ name }) => allowed.includes(name));',
      replace: 'const kept = holders.users.filter(({ name }) => name === undefined);',
    },
  },
  {
    host: 'sudo-rs, with /etc/sudoers-rs beside /etc/sudoers',
    right: 'its own file is the policy',
    rule: 'sudo-rs reads /etc/sudoers-rs first',
    test: [FACT, 'sudo-rs reads its own file first, openSUSE falls back to /usr/etc'],
    without: {
      file: FILES,
      find: "program === 'sudo-rs' ? ['/etc/sudoers-rs' as const] : []",
      replace: 'program === null ? [program] : []',
    },
  },
  {
    host: 'the policy names a log whose path would end the line and begin a rule',
    right: '`manual` on the parameter: nothing is written',
    rule: 'a path that would be more than a value is refused before it is written',
    test: [
      LOGGING,
      'a path that is none, and one that would write more than a line, is refused before it is written',
    ],
    without: {
      file: 'src/kit/sudo-logging.ts',
      find: 'if (!LOGFILE.test(logfile)) return [notAFile(logfile)];',
      replace: "if (logfile === '') return [notAFile(logfile)];",
    },
  },
  {
    host: 'a file of logrotate.d has a section for the log already, by a glob',
    right: '`met`: a second section for one log is an error to logrotate',
    rule: 'who rotates it already is left alone',
    test: [
      LOGGING,
      'a second section for the same log would be an error: who rotates it already is left alone',
    ],
    without: {
      file: 'src/kit/rotated-log.ts',
      find: 'if (by !== undefined) {',
      replace: 'if (by === null) {',
    },
  },
];
