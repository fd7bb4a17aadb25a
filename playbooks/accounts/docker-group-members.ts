import { accounts, definePlaybook, dockerGroup } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'accounts/docker-group-members',
  title: 'Only trusted users can reach the Docker socket',
  severity: 'high',
  mode: 'param',
  profiles: ['baseline', 'container-host', 'strict'],
  why: `
    Whoever may write to the Docker socket is root: a container started with the host's
    root directory mounted can read and change everything, without a password and
    without a line in the log that names the person. Members of the socket's group can.
  `,
  mayBreak: [
    'docker commands of users who are taken out, from their next login on',
    'CI runners, monitoring agents and deployment users that rely on the group',
  ],
  references: {
    'cis-docker-1.6.0': ['1.1.2'],
    'nist-800-53': ['AC-2', 'AC-6'],
    'nist-800-190': ['4.5.4'],
    'pci-dss-4.0.1': ['7.2.2', '7.2.5'],
    'iso-27001-2022': ['A.5.18', 'A.8.2'],
  },

  params: {
    allowed: {
      type: 'names',
      describe: 'users who may be in the group of the Docker socket',
      default: [],
    },
  },

  facts: {
    socketGroups: dockerGroup.socketGroups,
    acl: dockerGroup.acl,
    groups: accounts.groups,
    users: accounts.users,
    secrets: accounts.groupSecrets,
    remote: dockerGroup.remote,
    processes: accounts.processes,
  },

  choices: ({ facts }) => ({ allowed: dockerGroup.candidates(facts) }),

  applies: ({ facts }) => dockerGroup.exists(facts),

  assess: ({ facts, params }) => dockerGroup.onlyAllowed(facts, params.allowed),
});
