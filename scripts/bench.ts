import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadCatalogue } from '../src/cli/catalogue.ts';
import type { Selection } from '../src/engine/selection.ts';
import { loadSnapshot } from '../src/host/load-snapshot.ts';
import { createLocalHost } from '../src/host/local-host.ts';
import type { Path } from '../src/model/path.ts';
import { factCosts } from './bench/fact-costs.ts';
import { growth } from './bench/growth.ts';
import { medianOf } from './bench/median-of.ts';

/**
 * `npm run bench`: what `holdfast scan` of this machine costs as a whole process, against Lynis, what the time goes to,
 * and how it grows with the host. A quarter of an hour, nearly all of it for Lynis.
 */
const RUNS = 10;
const root = dirname(import.meta.dirname);
const launcher = join(root, 'holdfast');
const bundle = join(root, '.build/holdfast.cjs');
const CAPTURED = join(root, 'snapshots/docker-12') as Path;

interface Cost {
  /** Milliseconds from start to exit, sorted. */
  readonly times: readonly number[];
  /** Resident at most, in MiB: of the process or of the largest of its children, as wait4(2) tells. */
  readonly peak: number;
}

function once(command: readonly string[]): { time: number; stderr: string } {
  const [program = '', ...args] = command;
  const started = performance.now();
  const { status, error, stderr } = spawnSync(program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const time = performance.now() - started;
  if (error !== undefined) throw error;
  // 2: a scan with findings.
  if (status !== 0 && status !== 2) throw new Error(`${command.join(' ')} ended with ${status}: ${stderr}`);
  return { time, stderr };
}

function measure(command: readonly string[]): Cost {
  // The first warms the caches up, and tells the memory.
  const { stderr } = once(['/usr/bin/time', '--format=%M', ...command]);
  const times = Array.from({ length: RUNS }, () => once(command).time).sort((a, b) => a - b);
  return { times, peak: Number(stderr.trimEnd().split('\n').at(-1)) / 1024 };
}

const median = ({ times }: Cost): number => medianOf(times);

function line(name: string, cost: Cost): void {
  const [least = 0, most = 0] = [cost.times.at(0), cost.times.at(-1)];
  const numbers = [median(cost), least, most, cost.peak].map((n) => n.toFixed(n < 1000 ? 1 : 0).padStart(9));
  process.stdout.write(`${name.padEnd(30)}${numbers.join('')}\n`);
}

once([join(root, 'scripts/debian-packages'), 'lynis', 'time']);
once([launcher, '--version']);

const scratch = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
try {
  process.stdout.write(
    `${`median of ${RUNS}`.padEnd(30)}${['ms', 'least', 'most', 'MiB'].map((h) => h.padStart(9)).join('')}\n`,
  );
  const node = measure([process.execPath, '-e', '0']);
  line('node -e 0', node);
  const version = measure([process.execPath, bundle, '--version']);
  line('bundle --version', version);
  const launched = measure([launcher, '--version']);
  line('holdfast --version', launched);
  const scan = measure([launcher, 'scan', '--profile', 'strict']);
  line('holdfast scan --profile strict', scan);
  // What is off unless the policy asks for it: one find(1) over every local file system.
  const policy = join(scratch, 'policy.ini');
  writeFileSync(policy, '[files/system-file-permissions]\nscan = true\n', { mode: 0o600 });
  line('  with a search for files', measure([launcher, 'scan', '--policy', policy]));
  // The files are all that differs from `lynis audit system --quick`: nothing is left on the machine.
  const files = ['--logfile', join(scratch, 'log'), '--report-file', join(scratch, 'report')];
  const lynis = measure(['lynis', 'audit', 'system', '--quick', ...files]);
  line('lynis audit system --quick', lynis);

  const parts: readonly (readonly [string, number])[] = [
    ['Node itself', median(node)],
    ['loading the bundle', median(version) - median(node)],
    ['the launcher', median(launched) - median(version)],
    ['scanning', median(scan) - median(launched)],
  ];
  process.stdout.write(
    `\nholdfast scan takes 1/${(median(lynis) / median(scan)).toFixed(0)} of the time of Lynis:`,
  );
  process.stdout.write(`${parts.map(([part, ms]) => ` ${part} ${ms.toFixed(0)} ms`).join(',')}.\n`);

  const playbooks = await loadCatalogue();
  const slowest = (
    await factCosts(createLocalHost({ root: '/', stateDir: '/var/lib/holdfast' }), playbooks)
  ).slice(0, 3);
  process.stdout.write('\nThe slowest facts, by themselves:\n');
  for (const fact of slowest)
    process.stdout.write(`${fact.milliseconds.toFixed(1).padStart(9)} ms  ${fact.name}\n`);

  const today = new Date().toISOString().slice(0, 10);
  const selection: Selection = { playbooks, profile: 'strict', params: {}, allow: [], waivers: [], today };
  process.stdout.write(`\nA captured host with more of something, and with ten times as many:\n`);
  for (const { what, count, few, many } of await growth(loadSnapshot(CAPTURED), selection)) {
    const numbers = `${few.toFixed(0)} ms, then ${many.toFixed(0)} ms: ${(many / few).toFixed(1)} times`;
    process.stdout.write(`${String(count).padStart(9)} ${what.padEnd(16)} ${numbers}\n`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
