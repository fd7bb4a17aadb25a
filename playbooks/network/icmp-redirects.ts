import { definePlaybook, sysctl } from '../../src/kit/index.ts';

const KEYS = [
  'net.ipv4.conf.*.accept_redirects',
  'net.ipv4.conf.*.secure_redirects',
  'net.ipv4.conf.*.send_redirects',
  'net.ipv6.conf.*.accept_redirects',
];

export default definePlaybook({
  id: 'network/icmp-redirects',
  title: 'Neither accept nor send ICMP redirects',
  severity: 'medium',
  profiles: ['baseline', 'container-host', 'strict'],
  why: `
    An ICMP redirect lets any machine on the segment tell this host to route its
    traffic elsewhere. Nothing on a server or container host needs them. Sending is
    decided per interface: a 0 in "all" leaves every bridge and container link at 1.
  `,
  mayBreak: ['hosts that learn routes from the redirects of a router on their own segment'],
  references: {
    'cis-debian-12': ['3.3.2', '3.3.5', '3.3.6'],
    'cis-ubuntu-24.04': ['3.3.2', '3.3.5', '3.3.6'],
    'cis-rhel-9': ['3.3.2', '3.3.5', '3.3.6'],
    'cis-sle-15': ['3.2.2', '3.3.2', '3.3.3'],
    'stig-rhel-9': ['RHEL-09-253015', 'RHEL-09-253040', 'RHEL-09-253065', 'RHEL-09-253070', 'RHEL-09-254015'],
    'stig-sle-15': ['SLES-15-040330', 'SLES-15-040340', 'SLES-15-040341', 'SLES-15-040360', 'SLES-15-040370'],
    'nist-800-53': ['CM-7', 'SC-5', 'SC-7(a)'],
    'pci-dss-4.0.1': ['1.4.3', '1.4.5'],
    'iso-27001-2022': ['A.8.20'],
  },

  facts: { settings: sysctl.effective(KEYS) },

  assess: ({ facts }) => KEYS.map((key) => sysctl.onEveryInterface(facts.settings, key, 0, 'icmp-redirects')),
});
