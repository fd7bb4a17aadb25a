import { accounts, definePlaybook, sshd } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'ssh/authentication',
  title: 'Log in over SSH with a key only, and not as root',
  severity: 'high',
  profiles: ['container-host', 'strict'],
  access: true,
  why: `
    Every password that sshd takes is tried by machines all day long, and one that is
    weak, old or used elsewhere is a way in. A key cannot be guessed. Who logs in under
    a name of his own and becomes root by sudo leaves a trace of who it was.
  `,
  mayBreak: [
    'people, SFTP users and programs that log in with a password',
    'backup and deployment jobs that log in as root',
    'logins from hosts that are trusted by their host key',
  ],
  references: {
    'cis-debian-12': ['5.1.10', '5.1.19', '5.1.20'],
    'cis-ubuntu-24.04': ['5.1.19', '5.1.20'],
    'cis-rhel-9': ['5.1.19', '5.1.20'],
    'stig-ubuntu-24.04': ['UBTU-24-300031', 'UBTU-24-400030'],
    'stig-rhel-9': ['RHEL-09-255035', 'RHEL-09-255040', 'RHEL-09-255045', 'RHEL-09-255080'],
    'stig-sle-15': ['SLES-15-020040', 'SLES-15-040440'],
    'nist-800-53': ['AC-6(2)', 'AC-17(a)', 'IA-2', 'IA-2(5)'],
    'nist-800-190': ['4.5.4'],
    'pci-dss-4.0.1': ['2.2.6', '8.3.1'],
    'iso-27001-2022': ['A.5.17', 'A.8.5'],
  },

  params: {
    root: {
      type: 'choice',
      describe: 'how root may log in: not at all, or with a key (prohibit-password)',
      default: 'no',
      choices: ['no', 'prohibit-password'],
    },
  },

  facts: { server: sshd.configuration, users: accounts.users, groups: accounts.groups },

  applies: ({ facts }) => sshd.isInstalled(facts),

  assess: ({ facts, params }) =>
    sshd.keeps(facts, [
      { keyword: 'PubkeyAuthentication', allowed: ['yes'] },
      { keyword: 'PasswordAuthentication', allowed: ['no'], method: 'password' },
      { keyword: 'KbdInteractiveAuthentication', allowed: ['no'], method: 'keyboard-interactive' },
      {
        keyword: 'PermitRootLogin',
        allowed: params.root === 'no' ? ['no'] : ['prohibit-password', 'forced-commands-only', 'no'],
      },
      { keyword: 'PermitEmptyPasswords', allowed: ['no'] },
      { keyword: 'HostbasedAuthentication', allowed: ['no'], method: 'hostbased' },
    ]),
});
