import { accounts, definePlaybook, sshd } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'ssh/source-ranges',
  title: 'Log in over SSH from known networks only',
  severity: 'medium',
  mode: 'param',
  profiles: ['strict'],
  access: true,
  why: `
    A key that was copied and a password that was guessed are of use to whoever has them
    only from where sshd lets them in. A host that people reach from a few networks need
    not listen to the rest of the world. A firewall does that earlier; this holds also
    where its rules are wrong or gone.
  `,
  mayBreak: [
    'logins from networks that nobody has named: from home, on the road, through a new VPN',
    'logins from containers and virtual machines of this host, which have addresses of their own',
    'logins over IPv6 where only networks of IPv4 are named',
  ],
  references: {
    'cis-debian-12': ['5.1.4'],
    'cis-ubuntu-24.04': ['5.1.4'],
    'cis-rhel-9': ['5.1.7'],
    'cis-sle-15': ['5.2.4'],
    'nist-800-53': ['AC-3', 'CM-6'],
    'nist-800-190': ['4.5.4'],
    'pci-dss-4.0.1': ['1.4.2', '2.2.6'],
    'iso-27001-2022': ['A.5.15', 'A.8.20'],
  },

  params: {
    ranges: {
      type: 'names',
      describe:
        'networks from which people log in, such as 10.0.0.0/8 or 2001:db8::/32; this machine itself always may',
      default: [],
    },
  },

  facts: {
    server: sshd.configuration,
    users: accounts.users,
    groups: accounts.groups,
    sessions: sshd.sessions,
  },

  choices: ({ facts }) => ({ ranges: sshd.connectedFrom(facts.sessions) }),

  applies: ({ facts }) => sshd.isInstalled(facts),

  assess: ({ facts, params }) => sshd.fromRanges(facts, params.ranges),
});
