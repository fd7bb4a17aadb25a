import { definePlaybook, dockerData } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'storage/docker-data-filesystem',
  title: "Docker's data has a file system of its own",
  severity: 'medium',
  mode: 'partial',
  profiles: ['container-host', 'strict'],
  why: `
    Images, layers, volumes and container logs grow without asking. On the root file system
    they take the space that logins, the journal and package upgrades need, and any
    container can bring the host down by writing.
  `,
  mayBreak: [
    'every container while the data is moved',
    'hosts without a free partition or volume as large as the data',
  ],
  references: {
    'cis-docker-1.6.0': ['1.1.1'],
    'nist-800-53': ['CM-6', 'SC-5(2)'],
    'nist-800-190': ['4.5.1'],
    'pci-dss-4.0.1': ['2.2.1'],
    'iso-27001-2022': ['A.8.6', 'A.8.9'],
  },

  facts: {
    directories: dockerData.directories,
    mounts: dockerData.mounts,
    bootMounts: dockerData.bootMounts,
    neighbors: dockerData.neighbors,
  },

  applies: ({ facts }) =>
    facts.directories.length > 0 ||
    'Docker is not installed, and there is no data of an earlier installation',

  assess: ({ facts }) => dockerData.onOwnFileSystem(facts),
});
