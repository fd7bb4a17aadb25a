import type { Logrotate } from '../facts/logrotate.ts';
import type { Sudoers } from '../facts/sudoers.ts';
import type { Requirement } from '../model/requirement.ts';
import { rotatedLog } from './rotated-log.ts';
import { type LoggingSetting, rightValue, settingRequirement } from './sudo-logging-settings.ts';

export interface SudoLogging {
  readonly policy: Sudoers | null;
  readonly program: 'sudo' | 'sudo-rs' | null;
  readonly logrotate: Logrotate | null;
}

export interface LoggingParams {
  readonly logfile: string;
  readonly output: boolean;
}

/** A file that stays, and that nobody else can put something in the place of. */
const LOGFILE = /^\/(?!(?:dev|proc|run|sys|tmp|var\/tmp)\/)(?:[\w.+-]+\/)*[\w.+-]+$/;

/**
 * Every command that sudo runs or refuses is recorded, in the system's log and in a file that is rotated, whoever runs
 * it; and what is typed is not, since that is where passwords are.
 */
export function recordsCommands(given: SudoLogging, params: LoggingParams): readonly Requirement[] {
  const { policy, program } = given;
  if (policy === null) return [];
  const { logfile } = params;
  if (!LOGFILE.test(logfile)) return [notAFile(logfile)];
  const ofFile = fileSetting(logfile);
  const settings = [ofFile, ...otherSettings(params)].filter(
    ({ name }) => program === 'sudo' || name === 'use_pty',
  );
  const requirements = settings.map((setting) => settingRequirement(policy, setting, program === 'sudo-rs'));
  if (program === 'sudo-rs') return [...requirements, journalOnly()];
  return [...requirements, rotatedLog(given.logrotate, rightValue(policy, ofFile) ?? logfile)];
}

function fileSetting(logfile: string): LoggingSetting {
  return {
    name: 'logfile',
    statement: 'each command is written to a file of its own',
    isWrong: ({ negated, value }) => negated || value === null || !LOGFILE.test(value),
    right: `logfile=${logfile}`,
    ours: (value) => value === logfile,
    isDefault: false,
  };
}

function otherSettings({ output }: LoggingParams): readonly LoggingSetting[] {
  const on = (name: string, statement: string, isDefault: boolean): LoggingSetting => ({
    name,
    statement,
    isWrong: ({ negated }) => negated,
    right: name,
    isDefault,
  });
  const priority = (name: string, what: string, right: string): LoggingSetting => ({
    name,
    statement: `${what} goes to the system's log`,
    isWrong: ({ negated, value }) => negated || value === 'none',
    right: `${name}=${right}`,
    isDefault: true,
  });
  const off = (name: string, what: string): LoggingSetting => ({
    name,
    statement: `${what} is not recorded: passwords would be in it`,
    isWrong: ({ negated }) => !negated,
    right: null,
    isDefault: true,
  });
  return [
    on(
      'use_pty',
      'what sudo runs has a terminal of its own, and leaves nothing behind on that of the user',
      false,
    ),
    {
      name: 'syslog',
      statement: "each command goes to the system's log",
      isWrong: ({ negated }) => negated,
      right: 'syslog=authpriv',
      isDefault: true,
    },
    priority('syslog_goodpri', 'what sudo runs', 'notice'),
    priority('syslog_badpri', 'what sudo refuses', 'alert'),
    on('log_allowed', 'what sudo runs is recorded', true),
    on('log_denied', 'what sudo refuses is recorded', true),
    ...(output
      ? [{ ...on('log_output', 'what commands print is recorded', false), sparesCommands: true as const }]
      : [off('log_output', 'what commands print')]),
    off('log_input', 'what people type'),
  ];
}

function notAFile(logfile: string): Requirement {
  return {
    object: 'param:logfile',
    verdict: 'manual',
    statement: 'the log is a file that stays',
    evidence: [
      {
        source: '/etc/holdfast/policy.ini',
        says: `logfile is ${logfile === '' ? 'empty' : logfile}`,
        wins: true,
      },
    ],
    wishes: [],
    steps: [
      `make logfile in /etc/holdfast/policy.ini, in the section [sudo/command-logging], a whole path without blanks, outside of /dev, /run and /tmp: logfile = /var/log/sudo.log`,
      'then plan again',
    ],
  };
}

function journalOnly(): Requirement {
  return {
    object: 'setting:logfile',
    verdict: 'not-applicable',
    statement: 'each command is written to a file of its own',
    evidence: [
      {
        source: 'sudo-rs',
        says: "it knows no log file and writes to the system's log: journalctl _COMM=sudo",
        wins: true,
      },
    ],
    wishes: [],
  };
}
