import { accounts, definePlaybook } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'accounts/unneeded-accounts',
  title: 'Accounts that nobody needs are locked',
  severity: 'medium',
  mode: 'param',
  profiles: ['container-host', 'strict'],
  access: true,
  why: `
    An account that nobody uses any more is a way in that nobody watches: its password is
    old, its key lies on a laptop that has left, and no one notices who comes in with it.
    A locked password alone is not enough, since a key still lets its owner in.
  `,
  mayBreak: [
    'logins, transfers and jobs of the accounts that are locked, also those by key',
    'accounts whose password ends and is not renewed within the days of "inactive"',
  ],
  references: {
    'cis-debian-12': ['5.4.1.5', '5.4.2.7', '5.4.2.8'],
    'cis-ubuntu-24.04': ['5.4.1.5', '5.4.2.7', '5.4.2.8'],
    'cis-rhel-9': ['5.4.1.5', '5.4.2.7', '5.4.2.8'],
    'stig-ubuntu-24.04': ['UBTU-24-200260'],
    'stig-rhel-9': ['RHEL-09-411050'],
    'stig-sle-15': ['SLES-15-020050'],
    'nist-800-53': ['AC-2(3)', 'IA-4(e)'],
    'nist-800-190': ['4.5.4'],
    'pci-dss-4.0.1': ['2.2.2', '8.2.5', '8.2.6'],
    'iso-27001-2022': ['A.5.16', 'A.5.18'],
  },

  params: {
    needed: {
      type: 'names',
      describe: 'accounts that may be logged in with; "root" alone where no other may',
      default: [],
    },
    inactive: {
      type: 'number',
      describe: 'days after the end of its password on which an account is given up',
      default: 45,
      min: 0,
      max: 90,
    },
  },

  facts: {
    users: accounts.users,
    groups: accounts.groups,
    secrets: accounts.userSecrets,
    keys: accounts.keys,
    noLogin: accounts.noLogin,
    defaults: accounts.useraddDefaults,
    services: accounts.services,
    processes: accounts.processes,
    jobs: accounts.jobs,
  },

  choices: ({ facts }) => ({ needed: accounts.withLogin(facts).map(({ name }) => name) }),

  assess: ({ facts, params }) => [
    ...accounts.onlyNeeded(facts, params.needed),
    ...accounts.givenUp(facts, params.needed, params.inactive),
  ],
});
