import { definePlaybook, mandatoryAccess } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'software/host-mac-framework',
  title: 'AppArmor or SELinux is on, and containers are under it',
  severity: 'medium',
  mode: 'partial',
  profiles: ['baseline', 'container-host', 'strict'],
  why: `
    Root in a container is the host's root behind a few walls. Mandatory access control is
    the wall that still stands where another has a hole: with docker-default, or a label of
    its own, a container cannot write to the parts of /proc and /sys that rule the host.
  `,
  mayBreak: [
    'programs of the host whose profiles forbid what they do here, from their next start on',
    'containers that mount, trace or write below /proc and /sys, from their next start on',
    'where SELinux is turned on: containers with volumes that are not labeled',
  ],
  references: {
    'cis-debian-12': ['1.3.1.1', '1.3.1.2', '1.3.1.3', '1.3.1.4'],
    'cis-ubuntu-24.04': ['1.3.1.1', '1.3.1.2', '1.3.1.3', '1.3.1.4'],
    'cis-rhel-9': ['1.3.1.5'],
    'cis-docker-1.6.0': ['5.2', '5.3'],
    'stig-ubuntu-24.04': ['UBTU-24-100500'],
    'stig-rhel-9': ['RHEL-09-431010'],
    'stig-docker-enterprise': ['V-235799'],
    'nist-800-53': ['AC-3', 'SC-7(21)'],
    'nist-800-190': ['4.5.2', '4.4.3'],
    'pci-dss-4.0.1': ['1.2.6'],
    'iso-27001-2022': ['A.8.9', 'A.8.18'],
  },

  facts: {
    modules: mandatoryAccess.modules,
    boot: mandatoryAccess.boot,
    distribution: mandatoryAccess.distribution,
    parser: mandatoryAccess.parser,
    service: mandatoryAccess.service,
    mode: mandatoryAccess.mode,
    daemon: mandatoryAccess.daemon,
    processes: mandatoryAccess.processes,
  },

  assess: ({ facts }) => mandatoryAccess.confines(facts),
});
