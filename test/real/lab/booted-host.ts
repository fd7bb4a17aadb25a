import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** A Debian that runs: systemd as its init, its own network, on a root of the test's own. */
export interface BootedHost extends AsyncDisposable {
  /** Goes before a command to run it inside. */
  readonly enter: readonly string[];
  run(...command: readonly string[]): { status: number | null; stdout: string; stderr: string };
  /** The plug is pulled: every process ends at once, nothing is told. */
  powerLoss(): Promise<void>;
}

const LONGEST_BOOT_MS = 120_000;

/** Boots a root (1 to 10 s); `shown` is a directory of this machine to see at /opt/lab. The audit system and most of /proc/sys stay this machine's and are refused inside. */
export async function bootedHost(root: string, shown: string): Promise<BootedHost> {
  const nspawn = spawn(
    'systemd-nspawn',
    [
      '--boot',
      '--quiet',
      '--register=no',
      '--keep-unit',
      '--private-network',
      '--console=pipe',
      `--bind-ro=${shown}:/opt/lab`,
      `--directory=${root}`,
    ],
    { stdio: 'ignore' },
  );
  const powerLoss = async () => {
    if (nspawn.exitCode !== null || nspawn.signalCode !== null) return;
    const ended = new Promise((resolve) => nspawn.once('exit', resolve));
    const init = initOf(nspawn);
    if (init !== null) process.kill(init, 'SIGKILL');
    nspawn.kill('SIGKILL');
    await ended;
  };
  try {
    const init = await booted(nspawn);
    const enter = ['/usr/bin/nsenter', '--target', String(init), '--all'];
    const run = (...command: readonly string[]) => {
      const [program = '', ...args] = [...enter, ...command];
      const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
      return { status, stdout, stderr };
    };
    return { enter, run, powerLoss, [Symbol.asyncDispose]: powerLoss };
  } catch (error) {
    await powerLoss();
    throw error;
  }
}

async function booted(nspawn: ChildProcess): Promise<number> {
  const deadline = Date.now() + LONGEST_BOOT_MS;
  while (Date.now() < deadline && nspawn.exitCode === null) {
    const init = initOf(nspawn);
    const args = ['--target', String(init), '--all', 'systemctl', 'is-system-running'];
    if (init !== null && /running|degraded/.test(spawnSync('nsenter', args, { encoding: 'utf8' }).stdout))
      return init;
    await wait(200);
  }
  throw new Error(`the lab host did not boot: systemd-nspawn ${nspawn.exitCode ?? 'is still at it'}`);
}

function initOf({ pid }: ChildProcess): number | null {
  if (pid === undefined) return null;
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  return child === undefined || child === '' ? null : Number(child);
}
