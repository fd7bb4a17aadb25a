import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { killAt } from './kill-at.ts';

type Errno = 'EDQUOT' | 'EFBIG' | 'EINTR' | 'EIO' | 'EMFILE' | 'ENOSPC' | 'EPERM' | 'EROFS';

/** What is injected, as kill-at.c describes it: `errors` and `shorts` last from the hit call on. */
export type Fault =
  | 'kill-tree'
  | 'kill-process'
  | 'kill-first'
  | 'short'
  | 'shorts'
  | `error=${Errno}`
  | `errors=${Errno}`;

/** A system call that can change something, made by the command or by a process it started. */
export interface CountedCall {
  /** 1, 2, 3 … in the order of the whole tree, among the calls that can meet the fault. */
  readonly number: number;
  /** 0 is the command itself. */
  readonly process: number;
  readonly program: string;
  readonly call: string;
  /** The path acted on; `netlink:PROTOCOL:TYPE` and `signal:NUMBER` for what has none. */
  readonly target: string;
}

export interface FaultyRun {
  readonly status: number | null;
  /** The number of the signal that ended the command. */
  readonly signal: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly calls: readonly CountedCall[];
  /** The call that met the fault; null when the run had fewer calls than that. */
  readonly hit: CountedCall | null;
}

/** With one thread for file system calls their order is the program's own, so equal runs count equally. */
const ENVIRONMENT = {
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C.UTF-8',
  UV_THREADPOOL_SIZE: '1',
  NODE_DISABLE_COMPILE_CACHE: '1',
};
const LONGEST_RUN_MS = 60_000;

/** Runs a command to its end under kill-at; without a fault its calls are only counted. */
export function runWithFault(
  command: readonly string[],
  fault?: { readonly at: number; readonly what: Fault },
  cwd = '/',
): FaultyRun {
  const place = mkdtempSync(join(tmpdir(), 'kill-at-'));
  try {
    const report = join(place, 'report');
    const wanted = fault === undefined ? [] : [String(fault.at), withNumber(fault.what)];
    const ran = spawnSync(killAt(), [report, ...wanted, '--', ...command], {
      cwd,
      env: ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      timeout: LONGEST_RUN_MS,
      killSignal: 'SIGKILL',
    });
    if (ran.error !== undefined) throw ran.error;
    if (ran.status !== 0) throw new Error(`kill-at: ${ran.status ?? ran.signal}: ${ran.stderr}`);
    const lines = readFileSync(report, 'utf8').trimEnd().split('\n');
    const { fired, status, signal } = JSON.parse(lines.pop() ?? '');
    const calls: CountedCall[] = lines.map((line) => JSON.parse(line));
    const hit = fired && fault !== undefined ? (calls[fault.at - 1] ?? null) : null;
    return { status, signal, stdout: ran.stdout, stderr: ran.stderr, calls, hit };
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** `error=EIO` as kill-at takes it: `error=5`. */
function withNumber(fault: Fault): string {
  const [what, errno] = fault.split('=');
  if (errno === undefined) return fault;
  return `${what}=${constants.errno[errno as Errno]}`;
}
