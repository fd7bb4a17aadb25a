import { type Refusal, Refused } from '../model/refusal.ts';
import { errnoOf } from './system-error.ts';

/** All that a child gets from us. Not the caller's PATH, LD_PRELOAD, NODE_OPTIONS or locale. */
const ENVIRONMENT = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', LANG: 'C', TZ: 'UTC0' };
const LONGEST_MS = 60_000;
/** For systemctl(1) where it waits for a job: systemd's own time limits rule (a unit's TimeoutStartSec), and are longer. */
export const JOB_MS = 15 * 60_000;
const MOST_OUTPUT = 64 * 1024 * 1024;

export interface ProgramResult {
  readonly status: number;
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

export interface ProgramOptions {
  readonly input?: Uint8Array | string;
  /** An open descriptor that is its standard input. */
  readonly stdin?: number;
  readonly cwd?: string;
  /** Open descriptors the child gets as 3, 4 …, to name as /proc/self/fd/3. */
  readonly descriptors?: readonly number[];
  /** Besides what every child gets. */
  readonly environment?: { readonly [name: string]: string };
  /** After which it is killed; a minute when absent. */
  readonly longestMs?: number;
}

/**
 * Runs a program by its absolute path, without a shell, in a clean environment. Any exit status is a
 * result; a program that is missing, is killed or takes too long is a refusal. It is in a process group of its
 * own: a Ctrl-C at the terminal is for us to answer, and would kill it in the middle of what it is at.
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  // Loaded only when a child is needed: most scans start none, and the package takes longer to load than they run.
  const { execa } = await import('execa');
  const { longestMs = LONGEST_MS } = options;
  const input = options.stdin ?? (options.input === undefined ? ('ignore' as const) : ('pipe' as const));
  const child = execa(file, args, {
    // The types know no further numbers here; execa and Node hand them to the child as they are.
    stdio: [input, 'pipe', 'pipe', ...(options.descriptors ?? [])] as ['pipe', 'pipe', 'pipe'],
    ...(options.input === undefined ? {} : { input: options.input }),
    cwd: options.cwd ?? '/',
    env: { ...ENVIRONMENT, ...options.environment },
    extendEnv: false,
    encoding: 'buffer',
    stripFinalNewline: false,
    reject: false,
    detached: true,
    maxBuffer: MOST_OUTPUT,
    buffer: true,
  });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    endGroup(child.pid);
    // A child of the child may have left the group, and would be waited for as long as it holds these.
    child.stdout?.destroy();
    child.stderr?.destroy();
  }, longestMs);
  const result = await child;
  clearTimeout(timer);
  const stderr = Buffer.from(result.stderr ?? []).toString('utf8');
  if (result.exitCode === undefined) {
    const why = isLate
      ? `it took over ${longestMs / 1000} seconds`
      : // Never its message, which has the words of the command in it, and secrets among them.
        result.signal === undefined
        ? `it cannot be run: ${result.code ?? result.originalMessage ?? 'unknown'}`
        : `it was killed by ${result.signal}`;
    const refusal: Refusal = { code: 'command-failed', args: { command: [file, ...args].join(' '), why } };
    throw new Refused(refusal, { cause: result });
  }
  return { status: result.exitCode, stdout: result.stdout ?? new Uint8Array(), stderr };
}

/** With all that it has started. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (errnoOf(error) !== 'ESRCH') throw error;
  }
}
