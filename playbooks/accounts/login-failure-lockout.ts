import { accounts, definePlaybook, faillock } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'accounts/login-failure-lockout',
  title: 'Too many wrong passwords lock an account for a while',
  severity: 'medium',
  mode: 'partial',
  profiles: ['container-host', 'strict'],
  access: true,
  why: `
    Whoever may try a password as often as they like finds it in the end: over SSH, at
    the console, or by su from an account that they already hold. After a few failures
    the account takes no password for some minutes, and guessing is over.
  `,
  mayBreak: [
    'people and programs that give a wrong password too often: theirs is not taken until the time is over (faillock --user NAME --reset)',
    'whoever somebody else tries passwords for: logins by key go on, sudo with a password does not',
  ],
  references: {
    'cis-debian-12': ['5.3.2.2', '5.3.3.1.1', '5.3.3.1.2', '5.3.3.1.3'],
    'cis-ubuntu-24.04': ['5.3.2.2', '5.3.3.1.1', '5.3.3.1.2'],
    'cis-rhel-9': ['5.3.3.1.1', '5.3.3.1.2'],
    'stig-ubuntu-24.04': ['UBTU-24-200610'],
    'stig-rhel-9': ['RHEL-09-411075', 'RHEL-09-411090'],
    'nist-800-53': ['AC-7(a)'],
    'nist-800-190': ['4.5.4'],
    'pci-dss-4.0.1': ['8.3.4'],
    'iso-27001-2022': ['A.8.5'],
  },

  params: {
    deny: {
      type: 'number',
      describe: 'wrong passwords after which an account is locked',
      default: 5,
      min: 1,
      max: 10,
    },
    interval: {
      type: 'number',
      describe: 'seconds within which wrong passwords count together',
      default: 900,
      min: 60,
      max: 604800,
    },
    unlock: {
      type: 'number',
      describe: 'seconds for which an account stays locked, 0 until somebody unlocks it',
      default: 900,
      min: 0,
      max: 604800,
    },
    root: {
      type: 'flag',
      describe: 'lock root, too: whoever can reach a login can then keep root out',
      default: false,
    },
  },

  facts: {
    pam: faillock.pam,
    saved: faillock.saved,
    options: faillock.options,
    mounts: faillock.mounts,
    secrets: accounts.userSecrets,
  },

  applies: ({ facts }) => faillock.isUsed(facts),

  assess: ({ facts, params }) => faillock.limits(facts, params),
});
