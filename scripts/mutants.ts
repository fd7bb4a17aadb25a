import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { transformSync } from 'esbuild';
import type { Mutant } from './mutants/mutant.ts';
import { mutants } from './mutants/mutants.ts';

/** `npm run mutants`: breaks a copy of the sources on purpose, one way at a time; the tests that guard each place must fail. */
const ROOT = dirname(import.meta.dirname);
const LEFT_BEHIND = new Set(['.git', '.cache', '.build', 'node_modules']);
const AT_ONCE = 2;

interface Fate {
  readonly mutant: Mutant;
  /** Null when it died; else why it did not. */
  readonly trouble: string | null;
  /** The test that it died of. */
  readonly by: string;
  readonly seconds: number;
}

function copyOfCheckout(at: string): string {
  mkdirSync(at);
  for (const name of readdirSync(ROOT)) {
    if (!LEFT_BEHIND.has(name)) cpSync(join(ROOT, name), join(at, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(at, 'node_modules'));
  return at;
}

/** Runs test files, or of them just the test of that name, to the first one that fails. */
async function failing(checkout: string, tests: readonly string[], only?: string): Promise<string | null> {
  for (const file of tests) {
    const ran = await run(checkout, file, only);
    const named = /^\s*not ok \d+ - (.*)$/m.exec(ran.output)?.[1];
    if (ran.status !== 0) return named === undefined || named.includes(file) ? file : `${file}: ${named}`;
  }
  return null;
}

function run(cwd: string, file: string, only?: string): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    // A runner within a runner would otherwise report to the outer one.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const named = only === undefined ? [] : [`--test-name-pattern=^${RegExp.escape(only)}$`];
    const child = spawn(process.execPath, ['--test', '--test-reporter=tap', ...named, file], { cwd, env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}

async function fateOf(checkout: string, mutant: Mutant): Promise<Fate> {
  const started = performance.now();
  const path = join(checkout, mutant.file);
  const source = readFileSync(path, 'utf8');
  const fate = (trouble: string | null, by = '') => {
    return { mutant, trouble, by, seconds: (performance.now() - started) / 1000 };
  };
  if (source.split(mutant.find).length !== 2) return fate('its text is not in the file exactly once');
  const mutated = source.replace(mutant.find, () => mutant.replace);
  // Text that does not even parse dies of any test, and proves nothing.
  transformSync(mutated, { loader: 'ts' });
  writeFileSync(path, mutated);
  try {
    const by = await failing(checkout, mutant.tests, mutant.test);
    return by === null ? fate('it survived') : fate(null, by);
  } finally {
    writeFileSync(path, source);
  }
}

function line({ mutant, trouble, by, seconds }: Fate): string {
  const verdict = trouble === null ? 'dead' : 'ALIVE';
  return `${verdict.padEnd(6)}${mutant.name.padEnd(44)}${seconds.toFixed(1).padStart(5)} s  ${trouble ?? by}\n`;
}

async function all(place: string): Promise<readonly Fate[]> {
  const wanted = process.argv.slice(2);
  const waiting = mutants.filter(
    ({ name }) => wanted.length === 0 || wanted.some((text) => name.includes(text)),
  );
  const first = copyOfCheckout(join(place, '0'));
  const sound = await failing(first, [...new Set(waiting.flatMap(({ tests }) => tests))]);
  if (sound !== null) throw new Error(`the tests must pass before anything is broken: ${sound}`);

  const fates: Fate[] = [];
  const work = async (checkout: string) => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const fate = await fateOf(checkout, mutant);
      process.stdout.write(line(fate));
      fates.push(fate);
    }
  };
  const others = Array.from({ length: AT_ONCE - 1 }, (_, i) => copyOfCheckout(join(place, String(i + 1))));
  await Promise.all([first, ...others].map(work));
  return fates;
}

const place = mkdtempSync(join(tmpdir(), 'holdfast-mutants-'));
try {
  const fates = await all(place);
  const alive = fates.filter(({ trouble }) => trouble !== null);
  process.stdout.write(
    `${fates.length} mutants, ${fates.length - alive.length} dead, ${alive.length} alive\n`,
  );
  process.exitCode = alive.length === 0 && fates.length > 0 ? 0 : 1;
} finally {
  rmSync(place, { recursive: true });
}
