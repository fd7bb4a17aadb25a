import type { Mutant } from './mutant.ts';

const LAW = 'test/laws/lab/playbook-law.ts';
const BROKEN = ['test/laws/broken-playbook.test.ts'];
const JOURNEY = 'test/real/lab/playbook-journey.ts';
const REAL = ['test/real/playbook-journey.test.ts'];

/** The laws that every playbook is held to: one that looks away is no law. */
export const laws: readonly Mutant[] = [
  {
    name: 'law: writing while planning overlooked',
    file: LAW,
    find: "hold('planning writes nothing', [...written]);",
    replace: 'void written;',
    tests: BROKEN,
  },
  {
    name: 'law: what another asks for not looked at',
    file: LAW,
    find: ".filter(({ verdict }) => verdict === 'met')",
    replace: ".filter(({ verdict }) => verdict === 'waived')",
    tests: BROKEN,
  },
  {
    name: 'law: promises of the overlay not kept',
    file: LAW,
    find: 'await unlikeTheOverlay(host, planned, applied)',
    replace: '[]',
    tests: BROKEN,
  },
  {
    name: 'law: the next plan not looked at',
    file: LAW,
    find: 'next.changes.map(',
    replace: 'next.changes.slice(next.changes.length).map(',
    tests: BROKEN,
  },
  {
    name: 'law: what a rollback leaves overlooked',
    file: LAW,
    find: "hold('a rollback leaves all as it was', await differences());",
    replace: 'void differences;',
    tests: BROKEN,
  },
  {
    name: 'law: one order only',
    file: 'test/laws/lab/playbook-law-order.ts',
    find: 'playbooks: playbooks.toReversed()',
    replace: 'playbooks',
    tests: BROKEN,
  },
  {
    name: 'capture without what an apply asks',
    file: 'src/cli/take-snapshot.ts',
    find: '    await host.entry(hostPath.parent(path));\n',
    replace: '',
    tests: ['test/laws/every-playbook.test.ts'],
  },
  {
    name: 'law on a real host: what a plan leaves overlooked',
    file: JOURNEY,
    find: "hold('planning writes nothing', await differences());",
    replace: '',
    tests: REAL,
  },
  {
    name: 'law on a real host: the workload not looked at',
    file: JOURNEY,
    find: 'worked.filter((line) => !now.includes(line))',
    replace: 'worked.filter((line) => now.length < 0 && line)',
    tests: REAL,
  },
  {
    name: 'what is left behind: mounts overlooked',
    file: 'test/real/lab/leaves-nothing.ts',
    find: 'filter((line) => !before.has(line))',
    replace: "filter((line) => !before.has(line) && !line.startsWith('mount'))",
    tests: ['test/real/alone/leaves-nothing.test.ts'],
  },
  {
    name: 'names that are no UTF-8 handed over as words',
    file: 'src/host/attributes.ts',
    find: 'if (name.isWellFormed()) return',
    replace: "if (name !== '') return",
    tests: ['test/real/host.test.ts'],
  },
];
