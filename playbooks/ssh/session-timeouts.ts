import { accounts, definePlaybook, sshd } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'ssh/session-timeouts',
  title: 'End dead SSH sessions and logins that get nowhere',
  severity: 'medium',
  profiles: ['baseline', 'container-host', 'strict'],
  why: `
    A session whose client is gone stays open for as long as the network allows, with
    all that its user may do. Connections on which nobody logs in hold the few places
    that sshd has for new ones, so that anybody on the network can shut others out.
  `,
  mayBreak: [
    'sessions over a link that is down for longer than the time a client has to answer',
    'logins that take longer than a minute, such as by a slow second factor',
  ],
  references: {
    'cis-debian-12': ['5.1.7', '5.1.13'],
    'cis-ubuntu-24.04': ['5.1.7', '5.1.13'],
    'cis-rhel-9': ['5.1.9', '5.1.14'],
    'cis-sle-15': ['5.2.16', '5.2.17'],
    'stig-ubuntu-24.04': ['UBTU-24-600000', 'UBTU-24-600010'],
    'stig-rhel-9': ['RHEL-09-255095', 'RHEL-09-255100'],
    'stig-sle-15': ['SLES-15-010280', 'SLES-15-010320'],
    'nist-800-53': ['AC-12', 'AC-17(a)', 'SC-10'],
    'nist-800-190': ['4.5.4'],
    'pci-dss-4.0.1': ['8.2.8'],
    'iso-27001-2022': ['A.8.5', 'A.8.20'],
  },

  params: {
    silence: {
      type: 'number',
      describe: 'seconds after which a client that answers nothing is gone',
      default: 900,
      min: 30,
      max: 3600,
    },
    login: {
      type: 'number',
      describe: 'seconds in which one must have logged in',
      default: 60,
      min: 10,
      max: 120,
    },
  },

  facts: { server: sshd.configuration, users: accounts.users, groups: accounts.groups },

  applies: ({ facts }) => sshd.isInstalled(facts),

  assess: ({ facts, params }) =>
    sshd.keeps(
      facts,
      [...sshd.aliveRules(params.silence), sshd.loginGrace(params.login)],
      'session-timeouts',
    ),
});
