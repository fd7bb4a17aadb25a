import { accounts, definePlaybook, files } from '../../src/kit/index.ts';

/** The same numbers in all three. */
const CIS = [
  '2.4.1.2',
  '2.4.1.3',
  '2.4.1.4',
  '2.4.1.5',
  '2.4.1.6',
  '2.4.1.7',
  '5.1.1',
  '5.1.2',
  '5.1.3',
  '7.1.1',
  '7.1.2',
  '7.1.3',
  '7.1.4',
  '7.1.5',
  '7.1.6',
  '7.1.7',
  '7.1.8',
  '7.1.9',
  '7.1.10',
  '7.1.11',
  '7.1.12',
];

export default definePlaybook({
  id: 'files/system-file-permissions',
  title: 'Files that decide who gets in belong to root, and are closed to others',
  severity: 'high',
  profiles: ['baseline', 'container-host', 'strict'],
  why: `
    A password hash that anybody can read is guessed at leisure elsewhere, and a host key
    lets its reader pose as this host. A rule of sudo, a cron job or a program of the audit
    that somebody else can write to makes them root.
  `,
  mayBreak: [
    "monitoring and inventory agents that read sshd's, cron's or the boot loader's files without being root",
    'people who edit these files without being root',
  ],
  references: {
    'cis-debian-12': CIS,
    'cis-ubuntu-24.04': CIS,
    'cis-rhel-9': CIS,
    'stig-rhel-9': [
      'RHEL-09-232055',
      'RHEL-09-232065',
      'RHEL-09-232075',
      'RHEL-09-232270',
      'RHEL-09-255115',
      'RHEL-09-255120',
    ],
    'nist-800-53': ['CM-6', 'AC-6(1)'],
    'nist-800-190': ['4.5.5'],
    'pci-dss-4.0.1': ['2.2.6'],
    'iso-27001-2022': ['A.8.3', 'A.8.9'],
  },

  params: {
    scan: {
      type: 'flag',
      describe:
        'whether every local file system is searched for files that all may write to or nobody owns; takes seconds to a minute',
      default: false,
    },
  },

  facts: {
    found: files.system,
    acls: files.acls,
    loose: files.loose,
    overrides: files.overrides,
    tmpfiles: files.tmpfiles,
    data: files.data,
    mounts: files.mounts,
    users: accounts.users,
    groups: accounts.groups,
  },

  spares: ({ scan }) => (scan === true ? [] : ['loose']),

  assess: ({ facts, params }) => [
    ...files.permissions(facts.found, files.systemRules, facts),
    ...files.noneNamed(facts.acls, facts),
    ...files.noneLoose(facts.loose, params.scan, facts),
  ],
});
