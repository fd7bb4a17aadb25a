import { definePlaybook, shellTimeout } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'accounts/shell-idle-timeout',
  title: 'Interactive shells end when nobody types',
  severity: 'low',
  profiles: ['baseline', 'container-host', 'strict'],
  why: `
    A terminal that somebody has left open, in an office or in a session that came back
    to life, is a login without a password for whoever comes by. A shell that ends by
    itself after a while closes it.
  `,
  mayBreak: [
    'shells that people leave open to come back to: they end, with what was typed and not sent',
    'scripts of people who set TMOUT in files of their own: they see an error',
    'with "export": programs that read from a terminal for longer than that, since read takes TMOUT for its own limit',
  ],
  references: {
    'cis-debian-12': ['5.4.3.2'],
    'cis-ubuntu-24.04': ['5.4.3.2'],
    'cis-rhel-9': ['5.4.3.2'],
    'cis-sle-15': ['5.4.4'],
    'stig-ubuntu-24.04': ['UBTU-24-200060'],
    'stig-rhel-9': ['RHEL-09-412035'],
    'stig-sle-15': ['SLES-15-010130'],
    'nist-800-53': ['AC-2(5)', 'AC-12', 'SC-10'],
    'nist-800-190': ['4.5.4'],
    'pci-dss-4.0.1': ['8.2.8'],
    'iso-27001-2022': ['A.7.7', 'A.8.5'],
  },

  params: {
    seconds: {
      type: 'number',
      describe: 'seconds without a command after which a shell ends',
      default: 900,
      min: 60,
      max: 900,
    },
    export: {
      type: 'flag',
      describe: 'hand TMOUT on to programs, as some benchmarks ask: the read of their scripts then ends, too',
      default: false,
    },
  },

  facts: { startup: shellTimeout.startup },

  assess: ({ facts, params }) =>
    shellTimeout.ends(facts.startup, { seconds: params.seconds, isExported: params.export }),
});
