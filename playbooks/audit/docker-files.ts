import { audit, definePlaybook } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'audit/docker-files',
  title: "Record who changes Docker's configuration, units, sockets and data",
  severity: 'medium',
  profiles: ['container-host', 'strict'],
  why: `
    A line in daemon.json or in a unit can open the Engine to the network or turn off
    its confinement, and data below the data root is what containers run.
  `,
  mayBreak: ['the size of the audit log, if all changes below the data root are recorded'],
  references: {
    'cis-docker-1.6.0': [
      '1.1.4',
      '1.1.5',
      '1.1.6',
      '1.1.7',
      '1.1.8',
      '1.1.9',
      '1.1.10',
      '1.1.11',
      '1.1.12',
      '1.1.13',
    ],
    'stig-docker-enterprise': ['V-235779'],
    'nist-800-53': ['AU-12'],
    'nist-800-190': ['4.5.5'],
    'pci-dss-4.0.1': ['10.2.1.7'],
    'iso-27001-2022': ['A.8.15'],
  },
  params: {
    'data-root': {
      type: 'choice',
      describe:
        'changes below the data root that are recorded: those of people who logged in, every one (each write of every container), or none',
      default: 'people',
      choices: ['people', 'all', 'none'],
    },
  },

  facts: { rules: audit.rules, files: audit.dockerFiles },

  applies: ({ facts }) => facts.files.length > 0 || 'Docker is not installed',

  assess: ({ facts, params }) =>
    facts.files
      .filter(({ isData }) => !isData || params['data-root'] !== 'none')
      .map(({ path, type, isData }) =>
        audit.watch(facts.rules, {
          path,
          type,
          perms: 'wa',
          only: isData && params['data-root'] === 'people' ? ['auid>=1000', 'auid!=unset'] : [],
          file: '51-holdfast-docker-files.rules',
          keys: ['docker', 'holdfast-docker-files'],
        }),
      ),
});
