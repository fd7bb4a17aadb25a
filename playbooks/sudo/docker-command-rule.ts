import { accounts, definePlaybook, dockerCommands, dockerGroup, sudoers } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'sudo/docker-command-rule',
  title: 'Operators run Docker through sudo, with a password',
  severity: 'medium',
  mode: 'param',
  profiles: ['container-host', 'strict'],
  why: `
    Who runs Docker is root on this host: "sudo docker run -v /:/host" reaches every file.
    A rule for the docker command does not confine that, but it asks for a password, so
    that a stolen session is not enough, and sudo logs who ran what.
  `,
  mayBreak: [
    'scripts of operators that run docker without a terminal to ask for a password on',
    'operators without a password, such as cloud users who log in by key only',
  ],
  references: {
    'nist-800-53': ['AC-6(9)', 'IA-11'],
    'nist-800-190': ['4.5.4'],
    'pci-dss-4.0.1': ['7.2.2', '10.2.1.2'],
    'iso-27001-2022': ['A.8.2', 'A.8.18'],
  },

  params: {
    operators: {
      type: 'names',
      describe: 'users who run Docker through sudo, each with a rule and a password',
      default: [],
    },
  },

  facts: {
    policy: sudoers.policy,
    commands: dockerCommands,
    users: accounts.users,
    groups: accounts.groups,
    socketGroups: dockerGroup.socketGroups,
  },

  choices: ({ facts }) => ({ operators: accounts.people(facts.users) }),

  applies: ({ facts }) => sudoers.givesDocker(facts),

  assess: ({ facts, params }) => sudoers.dockerWithPassword(facts, params.operators),
});
