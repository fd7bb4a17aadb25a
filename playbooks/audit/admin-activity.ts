import { audit, definePlaybook } from '../../src/kit/index.ts';

const FILE = '52-holdfast-admin-activity.rules';
const OWN = 'holdfast-admin-activity';
/** Actors who logged in, be it that they are root by now. */
const PEOPLE = ['auid>=1000', 'auid!=unset'];

export default definePlaybook({
  id: 'audit/admin-activity',
  title: 'Record what administrators do, and changes of accounts and access',
  severity: 'medium',
  profiles: ['container-host', 'strict'],
  why: `
    Whoever has become root can add an account, a sudo rule or a key, and clear the traces.
    Records of the kernel name the person who logged in, whatever user they have become
    since, and are written before the program that would remove them runs.
  `,
  mayBreak: [
    'the size of the audit log, where all programs that run as root are recorded',
    'the space that jobs use which change accounts or mount file systems often',
  ],
  references: {
    'cis-debian-12': ['6.2.3.1', '6.2.3.2', '6.2.3.3', '6.2.3.8', '6.2.3.12', '6.2.3.18'],
    'stig-ubuntu-24.04': ['UBTU-24-200290', 'UBTU-24-500010', 'UBTU-24-900170'],
    'stig-rhel-9': ['RHEL-09-654225', 'RHEL-09-654150'],
    'nist-800-53': ['AC-2(4)', 'AC-6(9)', 'AU-12'],
    'nist-800-190': ['4.5.4'],
    'pci-dss-4.0.1': ['10.2.1.2', '10.2.1.5'],
    'iso-27001-2022': ['A.8.2', 'A.8.15'],
  },
  params: {
    commands: {
      type: 'choice',
      describe:
        'which programs that people run are recorded besides those that change accounts: none; those that give other rights, such as sudo; or all that run as root, which is loud on hosts that scripts administer',
      default: 'elevated',
      choices: ['none', 'elevated', 'root'],
    },
  },

  facts: {
    rules: audit.rules,
    files: audit.adminFiles,
    programs: audit.adminPrograms,
    arches: audit.arches,
    logins: audit.loginUid,
  },

  assess: ({ facts: { rules, files, programs, arches, logins }, params }) => {
    const to = (topic: string) => ({ file: FILE, keys: [topic, OWN] });
    const calls = (
      topic: string,
      syscalls: readonly string[],
      only = PEOPLE,
      syscalls32: readonly string[] = [],
    ) => audit.calls(rules, { topic, syscalls, syscalls32, arches, only, ...to(topic) });
    return [
      ...logins.map(audit.namesPeople),
      ...files.map(({ path, type, topic }) => audit.watch(rules, { path, type, perms: 'wa', ...to(topic) })),
      ...programs.map((path) =>
        audit.watch(rules, { path, type: 'path', perms: 'x', only: PEOPLE, ...to('privileged') }),
      ),
      calls('modules', ['delete_module', 'finit_module', 'init_module']),
      calls('mounts', ['mount', 'umount2']),
      // The adjtimex of glibc 2.31 and later is clock_adjtime to the kernel.
      calls('time', ['adjtimex', 'clock_adjtime', 'clock_settime', 'settimeofday'], PEOPLE, ['stime']),
      ...(params.commands === 'none'
        ? []
        : [calls('elevated-commands', ['execve'], ['auid!=unset', '-C uid!=euid'])]),
      ...(params.commands === 'root' ? [calls('root-commands', ['execve'], [...PEOPLE, 'euid=0'])] : []),
    ];
  },
});
