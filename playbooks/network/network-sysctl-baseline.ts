import { definePlaybook, network, sysctl } from '../../src/kit/index.ts';

const KEYS = [
  'kernel.randomize_va_space',
  'kernel.yama.ptrace_scope',
  'net.ipv4.conf.*.accept_source_route',
  'net.ipv4.conf.*.log_martians',
  'net.ipv4.conf.*.rp_filter',
  'net.ipv4.icmp_echo_ignore_broadcasts',
  'net.ipv4.icmp_ignore_bogus_error_responses',
  'net.ipv4.tcp_syncookies',
  'net.ipv6.conf.*.accept_ra',
  'net.ipv6.conf.*.accept_source_route',
];
const TOPIC = 'network-sysctl-baseline';

export default definePlaybook({
  id: 'network/network-sysctl-baseline',
  title: "Refuse forged and misrouted packets, and keep the kernel's own defenses on",
  severity: 'medium',
  profiles: ['container-host', 'strict'],
  access: true,
  why: `
    Packets with a forged sender, a route of the sender's choosing or an answer that nobody
    asked for let a machine nearby pass for another, or make this host amplify an attack.
    Without SYN cookies a flood of half-open connections stops every service. Where memory
    is laid out the same each time, or one process may read another of the same user, one
    flaw or one stolen shell goes further than it should.
  `,
  mayBreak: [
    'traffic that leaves by another interface than it came in by, where the reverse path filter is strict',
    'IPv6 addresses and routes that come from router advertisements',
    'debuggers and profilers that a user attaches to a process which runs already',
    'a quiet kernel log, on segments where packets with impossible addresses are common',
  ],
  references: {
    'cis-debian-12': ['1.5.1', '1.5.2', '3.3.3', '3.3.4', '3.3.7', '3.3.8', '3.3.9', '3.3.10', '3.3.11'],
    'cis-ubuntu-24.04': ['1.5.1', '1.5.2', '3.3.3', '3.3.4', '3.3.7', '3.3.8', '3.3.9', '3.3.10', '3.3.11'],
    'cis-rhel-9': ['1.5.1', '1.5.2', '3.3.3', '3.3.4', '3.3.7', '3.3.8', '3.3.9', '3.3.10', '3.3.11'],
    'stig-ubuntu-24.04': ['UBTU-24-600190', 'UBTU-24-700310'],
    'stig-rhel-9': [
      'RHEL-09-213070',
      'RHEL-09-213080',
      'RHEL-09-253010',
      'RHEL-09-253020',
      'RHEL-09-253025',
      'RHEL-09-253035',
    ],
    'stig-sle-15': ['SLES-15-010310', 'SLES-15-010550', 'SLES-15-040300'],
    'nist-800-53': ['CM-7', 'SC-5', 'SC-30'],
    'nist-800-190': ['4.5.2'],
    'pci-dss-4.0.1': ['1.4.3'],
    'iso-27001-2022': ['A.8.20'],
  },

  params: {
    'reverse-path': {
      type: 'choice',
      describe:
        'the reverse path filter: strict, loose, or by-topology (loose where answers may leave by another way)',
      default: 'by-topology',
      choices: ['by-topology', 'strict', 'loose'],
    },
    'router-advertisements': {
      type: 'choice',
      describe:
        'IPv6 router advertisements: refuse-unless-used leaves hosts alone that have their routes from them',
      default: 'refuse-unless-used',
      choices: ['refuse-unless-used', 'refuse', 'accept'],
    },
  },

  facts: {
    settings: sysctl.effective(KEYS),
    routing: network.routing,
    networks: network.dockerNetworks,
  },

  assess: ({ facts, params }) => {
    const { settings } = facts;
    return [
      sysctl.isSet(settings, 'kernel.randomize_va_space', [2], TOPIC),
      sysctl.isSet(settings, 'kernel.yama.ptrace_scope', [1, 2, 3], TOPIC),
      sysctl.onEveryInterface(settings, 'net.ipv4.conf.*.accept_source_route', 0, TOPIC, { by: 'all' }),
      sysctl.onEveryInterface(settings, 'net.ipv4.conf.*.log_martians', 1, TOPIC, { by: 'all' }),
      network.reversePathFilter(facts, params['reverse-path'], TOPIC),
      sysctl.isSet(settings, 'net.ipv4.icmp_echo_ignore_broadcasts', [1], TOPIC),
      sysctl.isSet(settings, 'net.ipv4.icmp_ignore_bogus_error_responses', [1], TOPIC),
      sysctl.isSet(settings, 'net.ipv4.tcp_syncookies', [1, 2], TOPIC),
      network.routerAdvertisements(facts, params['router-advertisements'], TOPIC),
      sysctl.onEveryInterface(settings, 'net.ipv6.conf.*.accept_source_route', 0, TOPIC, {
        by: 'all',
        // Not even those of Mobile IPv6.
        or: -1,
      }),
    ];
  },
});
