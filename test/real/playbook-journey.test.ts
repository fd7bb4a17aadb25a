import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { LAWS, type Law } from '../laws/lab/playbook-laws.ts';
import { DOCKER_ROOT } from './lab/docker-root.ts';
import { builtHoldfast, type Holdfast } from './lab/holdfast.ts';
import type { LabSubject } from './lab/lab-subject.ts';
import { manifest } from './lab/manifest.ts';
import { playbookJourney } from './lab/playbook-journey.ts';
import { smallRoot } from './lab/small-root.ts';

const MEMBERS = 'accounts/docker-group-members';
const REDIRECTS = 'network/icmp-redirects';
const SITE = 'etc/sysctl.d/99-zzz-site.conf';
const ROOT = {
  ...DOCKER_ROOT,
  [SITE]: {
    text: ['ipv4.conf.*.accept', 'ipv4.conf.*.secure', 'ipv4.conf.*.send', 'ipv6.conf.*.accept']
      .flatMap((key) =>
        ['*', 'all', 'default'].map((name) => `net.${key.replace('*', name)}_redirects = 0\n`),
      )
      .join(''),
  },
};

let holdfast: Holdfast;
let place: string;
before(async () => {
  holdfast = await builtHoldfast();
  place = mkdtempSync(join(tmpdir(), 'holdfast-journey-'));
});
after(() => {
  rmSync(place, { recursive: true });
  holdfast[Symbol.dispose]();
});

interface Fault {
  readonly what: string;
  readonly breaks: readonly Law[];
  /** What is applied, where that is not one playbook of two. */
  readonly ids?: readonly string[];
  /** Done to the root after this command. */
  readonly after?: 'plan' | 'apply' | 'rollback';
  readonly act?: (root: string) => void;
  /** Every report is passed through this. */
  readonly doctor?: (report: string) => string;
  readonly subject?: (root: string) => Partial<LabSubject>;
}

const wrongAgain = (root: string) => cpSync(join(place, 'group'), join(root, 'etc/group'));
const leaveFile = (root: string) => writeFileSync(join(root, 'etc/left'), '');
let told = 0;

const FAULTS: readonly Fault[] = [
  { what: 'a plan that leaves a file', breaks: ['planning writes nothing'], after: 'plan', act: leaveFile },
  {
    what: 'a digest of its own for each plan',
    breaks: ['the same plan twice'],
    doctor(report) {
      told += 1;
      return report.replace(/("digest": ?")\w{4}/, `$1${1000 + told}`);
    },
  },
  {
    what: 'an apply that is undone',
    breaks: ['apply and rollback succeed'],
    doctor: (report) => report.replace(/("status": ?)"applied"/, '$1"undone"'),
  },
  {
    what: 'an apply that takes away what another asks for',
    breaks: ['what was met stays met'],
    after: 'apply',
    act: (root) => rmSync(join(root, SITE)),
  },
  {
    what: 'an apply that does not last',
    breaks: [
      'what was unmet ends met or pending',
      'the host is as the overlay said',
      'the next plan is empty',
    ],
    after: 'apply',
    act: wrongAgain,
  },
  {
    what: 'a boot that takes it back',
    breaks: ['a reboot changes nothing'],
    subject: (root) => ({ reboot: async () => wrongAgain(root) }),
  },
  {
    what: 'a rollback that leaves a file',
    breaks: ['a rollback leaves all as it was'],
    after: 'rollback',
    act: leaveFile,
  },
  {
    what: 'a tool that says something else',
    breaks: ['evaluators agree with the tools'],
    // They are asked once, where all are applied.
    ids: [MEMBERS, REDIRECTS],
    subject: () => ({ disagreements: async () => ['sudo says no'] }),
  },
  {
    what: 'a web server that is gone after the apply',
    breaks: ['the workload works as before'],
    subject() {
      let asked = 0;
      return {
        probe: async () => {
          asked += 1;
          return asked === 1 ? ['the web server'] : [];
        },
      };
    },
  },
];

async function brokenBy(fault: Partial<Fault>): Promise<ReadonlySet<Law>> {
  const root = join(mkdtempSync(join(place, 'root-')), 'root');
  smallRoot(root, ROOT);
  cpSync(join(root, 'etc/group'), join(place, 'group'));
  const subject: LabSubject = {
    async holdfast(...args) {
      const ran = holdfast.run(...args, '--root', root);
      if (args[0] === fault.after) fault.act?.(root);
      return { ...ran, stdout: fault.doctor?.(ran.stdout) ?? ran.stdout };
    },
    look: async () => manifest(root),
    probe: async () => [],
    reboot: async () => undefined,
    disagreements: async () => [],
    ...fault.subject?.(root),
  };
  const { broken } = await playbookJourney(subject, fault.ids ?? [MEMBERS], [MEMBERS, REDIRECTS], 'reboots');
  return new Set(broken.map(({ law }) => law));
}

test('a sound tool on a sound host breaks no law', async () =>
  assert.deepEqual([...(await brokenBy({}))], []));

for (const fault of FAULTS) {
  test(`${fault.what}: ${fault.breaks.join(', ')}`, async () => {
    const broken = await brokenBy(fault);
    for (const law of fault.breaks) assert.ok(broken.has(law), `${law}: ${[...broken].join(', ')}`);
  });
}

test('each law is broken by something', () =>
  assert.deepEqual(
    LAWS.filter((law) => !FAULTS.some(({ breaks }) => breaks.includes(law))),
    ['the parts commute'],
  ));
