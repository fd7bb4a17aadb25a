import { audit, definePlaybook } from '../../src/kit/index.ts';

/** They run at every start of a container and at every health check. */
const STARTS_CONTAINERS = ['runc', 'containerd-shim', 'containerd-shim-runc-v1', 'containerd-shim-runc-v2'];

export default definePlaybook({
  id: 'audit/docker-binaries',
  title: "Record who runs or changes Docker's programs",
  severity: 'medium',
  profiles: ['container-host', 'strict'],
  why: `
    Whoever runs the Docker client as root, or replaces one of Docker's programs, owns
    the host. The audit log is the only record that names the person behind sudo.
  `,
  mayBreak: ['the size of the audit log on hosts that start many containers or health checks'],
  references: {
    'cis-docker-1.6.0': ['1.1.3', '1.1.14', '1.1.15', '1.1.16', '1.1.17', '1.1.18'],
    'stig-docker-enterprise': ['V-235779'],
    'nist-800-53': ['AU-2', 'AU-12'],
    'nist-800-190': ['4.4.5'],
    'pci-dss-4.0.1': ['10.2.1.2', '10.2.1.7'],
    'iso-27001-2022': ['A.8.15'],
  },
  params: {
    runtime: {
      type: 'choice',
      describe:
        'accesses to runc and the shims that are recorded; wa leaves out their execution, which busy hosts do all the time',
      default: 'wxa',
      choices: ['wxa', 'wa'],
    },
  },

  facts: { rules: audit.rules, binaries: audit.dockerBinaries },

  applies: ({ facts }) => facts.binaries.length > 0 || 'Docker is not installed',

  assess: ({ facts, params }) =>
    facts.binaries.map(({ path, name }) =>
      audit.watch(facts.rules, {
        path,
        type: 'path',
        perms: STARTS_CONTAINERS.includes(name) ? params.runtime : 'wxa',
        file: '50-holdfast-docker-bin.rules',
        keys: ['docker', 'holdfast-docker-binaries'],
      }),
    ),
});
