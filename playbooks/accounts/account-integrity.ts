import { accounts, definePlaybook } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'accounts/account-integrity',
  title: 'Root is one, nobody needs no password, and accounts of the system have no shell',
  severity: 'high',
  mode: 'partial',
  profiles: ['container-host', 'strict'],
  access: true,
  why: `
    A second account with uid 0 is root under a name that nobody looks for. An empty
    password lets in whoever knows the name, and a shell on an account of the system is
    what an intruder who broke its service looks for first.
  `,
  mayBreak: [
    'accounts of the system that somebody logs in with, or becomes by su without naming a shell',
    'people who have used an account without a password',
  ],
  references: {
    'cis-debian-12': [
      '5.4.2.1',
      '5.4.2.2',
      '5.4.2.7',
      '5.4.2.8',
      '7.2.1',
      '7.2.2',
      '7.2.3',
      '7.2.5',
      '7.2.6',
      '7.2.7',
      '7.2.8',
    ],
    'cis-ubuntu-24.04': [
      '5.4.2.1',
      '5.4.2.2',
      '5.4.2.7',
      '5.4.2.8',
      '7.2.1',
      '7.2.2',
      '7.2.3',
      '7.2.5',
      '7.2.6',
      '7.2.7',
      '7.2.8',
    ],
    'cis-rhel-9': [
      '5.4.2.1',
      '5.4.2.2',
      '5.4.2.7',
      '5.4.2.8',
      '7.2.1',
      '7.2.2',
      '7.2.3',
      '7.2.4',
      '7.2.5',
      '7.2.6',
      '7.2.7',
    ],
    'stig-ubuntu-24.04': ['UBTU-24-300027'],
    'stig-rhel-9': ['RHEL-09-411100', 'RHEL-09-411035', 'RHEL-09-611155'],
    'stig-sle-15': ['SLES-15-020100', 'SLES-15-020091', 'SLES-15-020181'],
    'nist-800-53': ['AC-6(5)', 'IA-2', 'IA-4(b)', 'IA-5(h)'],
    'nist-800-190': ['4.5.4'],
    'pci-dss-4.0.1': ['2.2.2', '8.2.1', '8.2.2'],
    'iso-27001-2022': ['A.5.16', 'A.8.5'],
  },

  params: {
    shells: {
      type: 'names',
      describe: 'accounts of the system that keep a shell',
      default: [],
    },
  },

  facts: {
    users: accounts.users,
    groups: accounts.groups,
    secrets: accounts.userSecrets,
    keys: accounts.keys,
    oddities: accounts.oddities,
    firstPerson: accounts.firstPerson,
    noLogin: accounts.noLogin,
    services: accounts.services,
    processes: accounts.processes,
    jobs: accounts.jobs,
  },

  choices: ({ facts }) => ({ shells: accounts.systemWithShell(facts) }),

  assess: ({ facts, params }) => accounts.sound(facts, params.shells),
});
