import { accounts, definePlaybook, doas, polkit, sudoers } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'sudo/password-required',
  title: 'Nobody becomes root without giving their password',
  severity: 'high',
  mode: 'param',
  profiles: ['container-host', 'strict'],
  access: true,
  why: `
    Where sudo asks for no password, whoever gets hold of an account's session, key or
    forgotten terminal is root at once. Asked for the own password, again after a few
    minutes, they have to know something that the session does not hold.
  `,
  mayBreak: [
    'scripts and automation that run sudo without a terminal, unless their account is allowed to',
    'accounts without a password, such as cloud users who log in by key only: they are left alone and named',
    'people who know the password of root and not their own, where sudo asked for that of root',
  ],
  references: {
    'cis-debian-12': ['5.2.4', '5.2.5', '5.2.6'],
    'cis-ubuntu-24.04': ['5.2.4', '5.2.5', '5.2.6'],
    'cis-rhel-9': ['5.2.4', '5.2.5', '5.2.6'],
    'stig-ubuntu-24.04': ['UBTU-24-300020', 'UBTU-24-300021'],
    'stig-rhel-9': ['RHEL-09-611085', 'RHEL-09-432025', 'RHEL-09-432015'],
    'stig-sle-15': ['SLES-15-010450', 'SLES-15-020102'],
    'nist-800-53': ['IA-11', 'CM-6'],
    'nist-800-190': ['4.5.4'],
    'pci-dss-4.0.1': ['2.2.6'],
    'iso-27001-2022': ['A.8.2', 'A.8.5'],
  },

  params: {
    allowed: {
      type: 'names',
      describe: 'automation accounts that may become root without a password',
      default: [],
    },
    timeout: {
      type: 'number',
      describe: 'minutes after which sudo asks for the password again, 0 for every time',
      default: 15,
      min: 0,
      max: 15,
    },
  },

  facts: {
    policy: sudoers.policy,
    users: accounts.users,
    groups: accounts.groups,
    secrets: accounts.userSecrets,
    sources: accounts.sources,
    doas: doas.permits,
    polkit: polkit.grants,
  },

  applies: ({ facts }) => sudoers.isThere(facts),

  assess: ({ facts, params }) => [
    ...sudoers.asksForPassword(facts, params),
    ...doas.asksForPassword(facts.doas, params.allowed),
    ...polkit.asksForPassword(facts.polkit),
  ],
});
