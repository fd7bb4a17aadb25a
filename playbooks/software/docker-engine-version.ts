import { definePlaybook, engineVersion } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'software/docker-engine-version',
  title: 'The engine is the newest of its archive, and runs',
  severity: 'high',
  mode: 'partial',
  profiles: ['baseline', 'container-host', 'strict'],
  why: `
    The engine, containerd and runc are what keeps a container inside. Holes in them are
    ways to the host for every container, and become known to all on one day. An upgrade
    that was not followed by a restart mends nothing.
  `,
  mayBreak: [
    'every container while the engine is upgraded, unless live-restore is on and it is a patch release',
    'clients of an older API, and what a new major release no longer has',
  ],
  references: {
    'cis-docker-1.6.0': ['1.2.2'],
    'nist-800-53': ['SI-2'],
    'nist-800-190': ['4.4.1'],
    'pci-dss-4.0.1': ['6.3.3'],
    'iso-27001-2022': ['A.8.8', 'A.8.19'],
  },

  facts: {
    engine: engineVersion.engine,
    candidates: engineVersion.candidates,
    daemon: engineVersion.daemon,
  },

  applies: ({ facts }) => engineVersion.isInstalled(facts),

  assess: ({ facts }) => engineVersion.isCurrent(facts),
});
