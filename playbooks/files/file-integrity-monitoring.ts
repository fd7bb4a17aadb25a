import { definePlaybook, fileIntegrity } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'files/file-integrity-monitoring',
  title: 'Changes of the files that decide what this host runs are noticed',
  severity: 'medium',
  mode: 'advisory',
  profiles: ['container-host', 'strict'],
  why: `
    Who has become root once comes back by a changed program, unit or rule of sudo, and
    nothing on the host tells of that by itself. A record of what these files were, compared
    every day, does.
  `,
  mayBreak: [
    'the quiet of the disks while all files are read, at the first record and at each comparison',
    'mailboxes, where every upgrade and change of configuration is reported until the record is renewed',
  ],
  references: {
    'cis-debian-12': ['6.3.1', '6.3.2', '6.3.3'],
    'cis-ubuntu-24.04': ['6.3.1', '6.3.2', '6.3.3'],
    'cis-rhel-9': ['6.1.1', '6.1.2', '6.1.3'],
    'cis-sle-15': ['1.4.1', '1.4.2'],
    'stig-ubuntu-24.04': ['UBTU-24-100100', 'UBTU-24-100110', 'UBTU-24-100120', 'UBTU-24-909890'],
    'stig-rhel-9': ['RHEL-09-651010', 'RHEL-09-651025'],
    'stig-sle-15': ['SLES-15-010419', 'SLES-15-010570', 'SLES-15-030630'],
    'nist-800-53': ['SI-7', 'SI-7(1)', 'AU-9(3)'],
    'nist-800-190': ['4.5.5'],
    'pci-dss-4.0.1': ['10.3.4', '11.5.2'],
    'iso-27001-2022': ['A.8.9', 'A.8.16'],
  },

  facts: {
    aide: fileIntegrity.aide,
    schedules: fileIntegrity.schedules,
    others: fileIntegrity.others,
    installer: fileIntegrity.installer,
    system: fileIntegrity.system,
    docker: fileIntegrity.docker,
    binaries: fileIntegrity.binaries,
    data: fileIntegrity.data,
  },

  assess: ({ facts }) => fileIntegrity.watched(facts),
});
