import { accounts, definePlaybook, dockerSockets } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'files/docker-socket-permissions',
  title: "Docker's sockets are open to root and one group only",
  severity: 'critical',
  profiles: ['container-host', 'strict'],
  why: `
    Whoever may write to one of these sockets is root: one request starts a container with
    the host's root directory in it. A mode of 0666, often set to make an agent work, gives
    that to every account and every process that breaks out of a service.
  `,
  mayBreak: [
    'agents and CI jobs that use the socket without being in its group',
    'containers that mount the socket and run as another user',
  ],
  references: {
    'cis-docker-1.6.0': ['3.15', '3.16', '3.23', '3.24'],
    'stig-docker-enterprise': ['V-235865', 'V-235866'],
    'nist-800-53': ['AC-6'],
    'nist-800-190': ['4.5.4'],
    'pci-dss-4.0.1': ['7.2.5'],
    'iso-27001-2022': ['A.8.3'],
  },

  facts: {
    sockets: dockerSockets.sockets,
    unit: dockerSockets.unit,
    acl: dockerSockets.acl,
    containerdDirectory: dockerSockets.containerdDirectory,
    users: accounts.users,
    groups: accounts.groups,
  },

  applies: ({ facts }) => facts.sockets.length > 0 || 'neither Docker nor containerd is installed',

  assess: ({ facts }) => dockerSockets.guarded(facts),
});
