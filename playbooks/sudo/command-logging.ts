import { definePlaybook, sudoers } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'sudo/command-logging',
  title: 'Record every command that is run through sudo',
  severity: 'medium',
  profiles: ['baseline', 'container-host', 'strict'],
  why: `
    After a break-in, and after a mistake, the first question is who did what as root.
    sudo knows, and tells the system's log; one line of Defaults for a user, a command or
    everybody makes it silent. A file of its own outlives a log that is full of other
    things. With use_pty a program cannot stay behind on the terminal of whoever ran it
    and type there for them.
  `,
  mayBreak: [
    'programs that are left to run in the background of a terminal by sudo: they end with it',
    'programs that compare what sudo prints byte for byte: a terminal of its own turns line ends',
  ],
  references: {
    'cis-debian-12': ['5.2.2', '5.2.3'],
    'cis-ubuntu-24.04': ['5.2.2', '5.2.3'],
    'cis-rhel-9': ['5.2.2', '5.2.3'],
    'cis-sle-15': ['1.3.2', '1.3.3'],
    'nist-800-53': ['AC-6(9)', 'AU-12'],
    'nist-800-190': ['4.5.4'],
    'pci-dss-4.0.1': ['10.2.1.2'],
    'iso-27001-2022': ['A.8.15'],
  },

  params: {
    logfile: {
      type: 'text',
      describe: 'the file to which sudo writes each command, unless it writes to another already',
      default: '/var/log/sudo.log',
    },
    output: {
      type: 'flag',
      describe: 'record also what commands print: that takes space, and holds whatever secrets they print',
      default: false,
    },
  },

  facts: { policy: sudoers.policy, program: sudoers.program, logrotate: sudoers.logrotate },

  applies: ({ facts }) => facts.policy !== null || 'sudo is not installed',

  assess: ({ facts, params }) => sudoers.recordsCommands(facts, params),
});
