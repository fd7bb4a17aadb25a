import { definePlaybook, firewall } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'network/host-firewall-ranges',
  title: 'Drop what comes in unasked, and take SSH from named networks only',
  severity: 'high',
  mode: 'param',
  profiles: ['strict'],
  access: true,
  why: `
    Without a packet filter every program that listens is there for everybody: also the one
    that a package has started by itself, and the one that should have listened to this
    machine alone. And the SSH server is found and tried by the whole Internet.
  `,
  mayBreak: [
    'whoever logs in by SSH from elsewhere than the named networks, such as after moving or without a VPN',
    'services of the host itself that are not named, for other machines and for its own containers',
    'protocols besides TCP, UDP and ICMP: VRRP, IPsec, GRE, OSPF',
  ],
  references: {
    'cis-debian-12': ['4.1.1', '4.2.3', '4.2.7', '4.3.4', '4.3.5', '4.3.6', '4.3.7', '4.3.9', '4.3.10'],
    'cis-ubuntu-24.04': ['4.1.1', '4.2.3', '4.2.7', '4.3.4', '4.3.5', '4.3.6', '4.3.7', '4.3.9', '4.3.10'],
    'stig-ubuntu-24.04': ['UBTU-24-100300', 'UBTU-24-100310', 'UBTU-24-300041'],
    'stig-rhel-9': ['RHEL-09-251010', 'RHEL-09-251015', 'RHEL-09-251020'],
    'stig-sle-15': ['SLES-15-010220'],
    'nist-800-53': ['AC-17(1)', 'CM-7'],
    'nist-800-190': ['4.5.1'],
    'pci-dss-4.0.1': ['1.2.1', '1.2.5', '1.4.2'],
    'iso-27001-2022': ['A.8.20', 'A.8.21'],
  },

  params: {
    admin: {
      type: 'names',
      describe: 'networks from which SSH is used: 10.0.0.0/8, 2001:db8::/32',
      default: [],
    },
    services: {
      type: 'names',
      describe: 'ports of the host itself that others may use: tcp/443, udp/60000-61000, tcp/9100@10.0.0.0/8',
      default: [],
    },
  },

  facts: {
    nft: firewall.program,
    managers: firewall.managers,
    boot: firewall.boot,
    live: firewall.live,
    sshPorts: firewall.sshPorts,
    sockets: firewall.sockets,
  },

  choices: ({ facts }) => ({ admin: firewall.networks(facts), services: firewall.services(facts) }),

  assess: ({ facts, params }) => firewall.onlyFrom(facts, params),
});
