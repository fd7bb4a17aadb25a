import { definePlaybook, services } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'software/unneeded-services',
  title: 'No service runs on the host that it does not need',
  severity: 'medium',
  mode: 'param',
  profiles: ['container-host', 'strict'],
  why: `
    Every service that listens is a program to break into, and most of these run as root or
    trust the network they are on. A container host has one purpose: what else is served
    belongs in a container, where it can be confined.
  `,
  mayBreak: [
    'finding printers and machines by name on the local network, and printing',
    'NFS mounts of version 3 that are made by hand, without rpcbind',
    'containers in the network of the host that talk to one of these services',
    'modems, Bluetooth devices and file systems that are mounted when they are entered',
  ],
  references: {
    'cis-debian-12': [
      '2.1.1',
      '2.1.2',
      '2.1.3',
      '2.1.4',
      '2.1.5',
      '2.1.6',
      '2.1.7',
      '2.1.8',
      '2.1.9',
      '2.1.10',
      '2.1.11',
      '2.1.12',
      '2.1.13',
      '2.1.14',
      '2.1.15',
      '2.1.16',
      '2.1.17',
      '2.1.18',
      '2.1.19',
    ],
    'nist-800-53': ['CM-7'],
    'nist-800-190': ['4.5.1'],
    'pci-dss-4.0.1': ['2.2.4'],
    'iso-27001-2022': ['A.8.9'],
  },

  params: {
    unneeded: {
      type: 'names',
      describe: 'services that are disabled and stopped, with all their units',
      default: services.known.filter(({ isWorkload }) => !isWorkload).map(({ name }) => name),
    },
    allowed: {
      type: 'names',
      describe: 'services that are needed here, whatever the other list says',
      default: [],
    },
    mask: {
      type: 'flag',
      describe: 'mask them besides, so that nothing can start them',
      default: false,
    },
  },

  facts: { services: services.found },

  choices: ({ facts }) => {
    const names = (facts.services ?? []).map(({ name }) => name);
    return { unneeded: names, allowed: names };
  },

  assess: ({ facts, params }) => services.unneeded(facts.services, params),
});
