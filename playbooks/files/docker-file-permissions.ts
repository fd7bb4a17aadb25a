import { accounts, definePlaybook, files } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'files/docker-file-permissions',
  title: "Only root can change Docker's configuration, units and keys",
  severity: 'high',
  profiles: ['container-host', 'strict'],
  why: `
    Whoever can write to daemon.json, to a unit of Docker's or to a drop-in of one decides
    what root runs at the next start. Whoever can read the daemon's key or the credentials
    of a registry can speak in the name of this host.
  `,
  mayBreak: [
    'people who edit these files without being root',
    'programs that read the TLS key as another user, such as a monitoring agent',
  ],
  references: {
    'cis-docker-1.6.0': [
      '3.1',
      '3.2',
      '3.3',
      '3.4',
      '3.5',
      '3.6',
      '3.7',
      '3.8',
      '3.9',
      '3.10',
      '3.11',
      '3.12',
      '3.13',
      '3.14',
      '3.17',
      '3.18',
      '3.19',
      '3.20',
      '3.21',
      '3.22',
    ],
    'stig-docker-enterprise': [
      'V-235851',
      'V-235852',
      'V-235853',
      'V-235854',
      'V-235855',
      'V-235856',
      'V-235867',
      'V-235868',
      'V-235869',
      'V-235870',
    ],
    'nist-800-53': ['AC-6(1)', 'CM-5'],
    'nist-800-190': ['4.5.5'],
    'pci-dss-4.0.1': ['2.2.6'],
    'iso-27001-2022': ['A.8.3', 'A.8.24'],
  },

  facts: {
    found: files.docker,
    overrides: files.overrides,
    tmpfiles: files.tmpfiles,
    data: files.data,
    mounts: files.mounts,
    users: accounts.users,
    groups: accounts.groups,
  },

  applies: ({ facts }) => facts.found.files.length > 0 || 'Docker is not installed',

  assess: ({ facts }) => files.permissions(facts.found, files.dockerRules, facts),
});
