import { definePlaybook, updates } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'software/host-security-updates',
  title: 'Security updates come by themselves, signed, and none waits',
  severity: 'high',
  mode: 'partial',
  profiles: ['baseline', 'container-host', 'strict'],
  why: `
    What attackers use on a host is nearly always a hole that has been mended for weeks.
    Containers share the host's kernel, so an update that was not installed, or a kernel
    that was installed and not booted, is open to every one of them.
  `,
  mayBreak: [
    'services that an upgrade restarts: each package decides that for itself',
    'pinned setups that must not change without a test',
    'hosts without a way to an archive: their daily job fails, and says so in the journal',
  ],
  references: {
    'cis-debian-12': ['1.2.1.1', '1.2.2.1'],
    'cis-ubuntu-24.04': ['1.2.1.1', '1.2.2.1'],
    'cis-rhel-9': ['1.2.2.1'],
    'stig-ubuntu-24.04': ['UBTU-24-300001'],
    'stig-rhel-9': ['RHEL-09-211015'],
    'stig-sle-15': ['SLES-15-010010'],
    'nist-800-53': ['SI-2'],
    'nist-800-190': ['4.5.3'],
    'pci-dss-4.0.1': ['6.3.3'],
    'iso-27001-2022': ['A.8.8'],
  },

  params: {
    restarts: {
      type: 'flag',
      describe:
        'upgrades may restart containers and reboot the host: the engine, containerd and runc are upgraded automatically, too',
      default: false,
    },
  },

  facts: {
    apt: updates.apt,
    sources: updates.sources,
    archives: updates.archives,
    distribution: updates.distribution,
    packages: updates.packages,
    program: updates.program,
    lists: updates.lists,
    upgrades: updates.upgrades,
    pending: updates.pending,
    reboot: updates.reboot,
  },

  assess: ({ facts, params }) => updates.come(facts, params.restarts === true),
});
