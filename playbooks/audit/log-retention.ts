import { auditLog, definePlaybook } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'audit/log-retention',
  title: 'Keep the audit log as long as was decided, and say so before its space runs out',
  severity: 'medium',
  mode: 'param',
  profiles: ['container-host', 'strict'],
  why: `
    As packaged, auditd keeps 40 MB and then deletes the oldest records: a busy container host
    writes that in hours, and an intruder can do it on purpose. How much is needed, and what is
    to happen when the disk is full, is the site's decision.
  `,
  mayBreak: [
    'every service of the host, where it is to stop once the log cannot be written (single, halt)',
    'the space of the file system that the log is on',
    'logs beyond what was kept before, once it is rolled back: auditd then deletes them',
  ],
  references: {
    'cis-debian-12': ['6.2.2.1', '6.2.2.2', '6.2.2.3', '6.2.2.4'],
    'stig-ubuntu-24.04': ['UBTU-24-900960'],
    'stig-rhel-9': ['RHEL-09-653040'],
    'stig-sle-15': ['SLES-15-030590'],
    'nist-800-53': ['AU-5', 'AU-11'],
    'pci-dss-4.0.1': ['10.5.1'],
    'iso-27001-2022': ['A.8.15'],
  },
  params: {
    policy: {
      type: 'choice',
      describe:
        'rotate: auditd deletes the oldest logs once there are more than megabytes; keep-logs: it deletes none, and something of yours archives them',
      default: 'undecided',
      choices: ['undecided', 'rotate', 'keep-logs'],
    },
    megabytes: {
      type: 'number',
      describe: 'how much of the log is kept with rotate, in MB',
      default: 1024,
      min: 16,
      max: 1_000_000,
    },
    'archived-by': {
      type: 'names',
      describe: 'timers that take closed logs away, such as audit-archive.timer',
      default: [],
    },
    'when-low': {
      type: 'choice',
      describe: 'how somebody is told that space runs low; email needs a mail transfer agent',
      default: 'syslog',
      choices: ['syslog', 'email'],
    },
    'when-full': {
      type: 'choice',
      describe:
        'what happens when there is no space left: no more records, the oldest are deleted, or the host goes to single user mode or halts',
      default: 'suspend',
      choices: ['suspend', 'rotate', 'single', 'halt'],
    },
  },

  facts: {
    auditd: auditLog.configuration,
    mounts: auditLog.mounts,
    bootMounts: auditLog.bootMounts,
    timers: auditLog.timers,
  },

  applies: ({ facts }) => facts.auditd !== null || 'auditd is not installed, or has no configuration',

  choices: ({ facts }) => ({ 'archived-by': facts.timers }),

  assess: ({ facts: { auditd, ...facts }, params }) => {
    if (auditd === null) return [];
    const broken = auditLog.starts(auditd);
    if (broken.length > 0) return broken;
    const named = params['archived-by'];
    const archive = auditLog.archive({ auditd, timers: facts.timers }, named);
    return [
      auditLog.retention(auditd, {
        policy: params.policy === 'rotate' || params.policy === 'keep-logs' ? params.policy : 'undecided',
        megabytes: params.megabytes,
        isArchived: archive.verdict === 'met',
      }),
      ...(params.policy === 'keep-logs' || named.length > 0 ? [archive] : []),
      ...auditLog.space({ auditd, ...facts }, { whenLow: params['when-low'], whenFull: params['when-full'] }),
    ];
  },
});
