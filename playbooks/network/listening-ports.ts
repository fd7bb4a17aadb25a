import { definePlaybook, listeners } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'network/listening-ports',
  title: 'Only approved programs of the host listen for other machines',
  severity: 'medium',
  mode: 'param',
  profiles: ['strict'],
  why: `
    Every program that listens is a way in with its own mistakes and its own passwords. A
    container host has one task, which its containers do: what else listens on the host
    itself is often left over, or came along with a package that was wanted for something else.
  `,
  mayBreak: ['nothing by itself: it says what to stop, to bind elsewhere or to filter, and a person does it'],
  references: {
    'cis-debian-12': ['2.1.22'],
    'cis-ubuntu-24.04': ['2.1.22'],
    'cis-rhel-9': ['2.1.22'],
    'stig-ubuntu-24.04': ['UBTU-24-300041'],
    'nist-800-53': ['CM-7'],
    'nist-800-190': ['4.5.1'],
    'pci-dss-4.0.1': ['1.2.5', '2.2.3', '2.2.4'],
    'iso-27001-2022': ['A.8.9', 'A.8.20'],
  },

  params: {
    allowed: {
      type: 'names',
      describe:
        'ports of the host itself that programs may listen at for other machines: tcp/22, udp/60000-61000',
      default: [],
    },
  },

  facts: { sockets: listeners.sockets },

  choices: ({ facts }) => ({ allowed: listeners.names(facts) }),

  applies: ({ facts }) => facts.sockets !== null || 'nothing listens in an image',

  assess: ({ facts, params }) => listeners.onlyAllowed(facts, params.allowed),
});
