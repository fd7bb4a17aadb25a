import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../../../scripts/bundle.ts';
import type { Ran } from './ran.ts';
import { type Report, readReport } from './read-report.ts';

/** The program as users run it: one bundle under the pinned Node. */
export interface Holdfast extends Disposable {
  /** Goes before the arguments, where something else is to run it: a lab, a tracer. */
  readonly command: readonly [node: string, bundle: string];
  run(...args: readonly string[]): Ran;
  /** The JSON it reports, checked against its schema; the status must be the one expected. */
  report(status: number, ...args: readonly string[]): Report;
}

/** Bundles the sources as they are now (0.2 s). `enter` goes before the command: that of a live lab. */
export async function builtHoldfast(): Promise<Holdfast> {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-built-'));
  chmodSync(place, 0o755); // for who is not root, too
  const file = join(place, 'holdfast.cjs');
  await bundle('src/cli/main.ts', file);
  return holdfastIn([], [process.execPath, file], () => rmSync(place, { recursive: true }));
}

/** The same program inside a live lab; it stays the outer one's to dispose of. */
export function enteredHoldfast(holdfast: Holdfast, enter: readonly string[]): Holdfast {
  return holdfastIn(enter, holdfast.command, () => undefined);
}

function holdfastIn(enter: readonly string[], command: Holdfast['command'], dispose: () => void): Holdfast {
  const run = (...args: readonly string[]): Ran => {
    const [program = '', ...words] = [...enter, ...command, ...args];
    const ran = spawnSync(program, words, { encoding: 'utf8', maxBuffer: 1 << 28 });
    if (ran.error !== undefined) throw ran.error;
    return { status: ran.status, stdout: ran.stdout, stderr: ran.stderr };
  };
  const report = (status: number, ...args: readonly string[]) => {
    const ran = run(...args, '--format', 'json');
    if (ran.status !== status)
      throw new Error(`${args.join(' ')}: ${ran.status}, not ${status}\n${ran.stderr}`);
    return readReport(ran.stdout);
  };
  return { command, run, report, [Symbol.dispose]: dispose };
}
