import { definePlaybook, forwarding, sysctl } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'network/packet-forwarding',
  title: 'Forward packets for containers only',
  severity: 'medium',
  mode: 'partial',
  profiles: ['container-host', 'strict'],
  access: true,
  why: `
    A host that forwards is a router for everybody who can send it a packet: from one network
    of its into another, past the firewall between them. Containers on Docker's bridges need
    forwarding. Docker drops all else, but only where it turned forwarding on itself: a line
    in a file that did so earlier leaves the host an open router.
  `,
  mayBreak: [
    'traffic between networks of which this host is the router, the VPN gateway or the hypervisor',
    'containers of other engines than Docker',
  ],
  references: {
    'cis-debian-12': ['3.3.1'],
    'cis-ubuntu-24.04': ['3.3.1'],
    'cis-rhel-9': ['3.3.1'],
    'cis-sle-15': ['3.2.1'],
    'stig-rhel-9': ['RHEL-09-254025'],
    'stig-sle-15': ['SLES-15-040380', 'SLES-15-040381'],
    'nist-800-53': ['CM-7', 'SC-5', 'SC-7(a)'],
    'nist-800-190': ['4.4.2'],
    'pci-dss-4.0.1': ['1.4.3'],
    'iso-27001-2022': ['A.8.20', 'A.8.22'],
  },

  params: {
    forwarding: {
      type: 'choice',
      describe:
        'what this host forwards for: by-role (containers, or nobody), off (nobody, where Docker has no bridges), router (others, on purpose)',
      default: 'by-role',
      choices: ['by-role', 'off', 'router'],
    },
  },

  facts: {
    settings: sysctl.effective(forwarding.keys),
    daemon: forwarding.daemon,
    directories: forwarding.directories,
    networks: forwarding.networks,
    ipv4Filter: forwarding.ipv4Filter,
    ipv6Filter: forwarding.ipv6Filter,
  },

  assess: ({ facts, params }) => forwarding.onlyForContainers(facts, params.forwarding, 'packet-forwarding'),
});
