import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ran } from './ran.ts';

/** A live system of one's own inside this one. What is done in it to files and network settings is gone at the end. */
export interface LiveLab extends AsyncDisposable {
  /** Its root as seen from outside: for reading manifests. */
  readonly root: string;
  /** Put before a command, runs it inside: for what takes a command line. */
  readonly enter: readonly string[];
  run(...command: readonly string[]): Ran;
}

/**
 * Own mounts: /etc and /var/lib are overlays over the machine's, /run is empty (no way to the machine's systemd
 * or Docker), the rest is read-only except the directory for temporary files. Own network: `lo` and the veth pair
 * `lab0` and `lab0.5` (a dot in a name has misled many a tool). Kernel settings other than net.* are the machine's,
 * and read-only. Audit rules are the machine's too: who loads some removes them.
 */
const SET_UP = `
  set -eu
  lab=$1 temporary=$2
  for overlaid in etc var/lib; do
    mkdir -p "$lab/$overlaid/upper" "$lab/$overlaid/work"
    chmod --reference="/$overlaid" "$lab/$overlaid/upper"
    mount -t overlay -o "lowerdir=/$overlaid,upperdir=$lab/$overlaid/upper,workdir=$lab/$overlaid/work" lab "/$overlaid"
  done
  mount -t tmpfs -o mode=0755 lab /run
  mount --bind "$temporary" "$temporary"
  mount -o remount,bind,ro /
  for settings in /proc/sys/*/; do
    case $settings in
      /proc/sys/net/) ;;
      *) mount --bind "$settings" "$settings" && mount -o remount,bind,ro "$settings" ;;
    esac
  done
  ip link set lo up
  ip link add lab0 type veth peer name lab0.5
  ip link set lab0 up
  ip link set lab0.5 up
  echo ready
  exec cat # ends with us, however we end: its standard input is then closed
`;

export async function liveLab(): Promise<LiveLab> {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-lab-'));
  const inOwn = ['--mount', '--net', '--uts', '--propagation', 'private', '/bin/sh', '-c', SET_UP, 'sh'];
  const holder = spawn('unshare', [...inOwn, place, tmpdir()], { stdio: 'pipe' });
  const leave = async () => {
    await end(holder);
    rmSync(place, { recursive: true });
  };
  try {
    await readiness(holder);
  } catch (error) {
    await leave();
    throw error;
  }
  const enter = ['nsenter', `--target=${holder.pid}`, '--mount', '--net', '--uts', '--'];
  return {
    root: `/proc/${holder.pid}/root`,
    enter,
    run: (...command) => {
      const [program = '', ...args] = [...enter, ...command];
      const ran = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
      if (ran.error !== undefined) throw ran.error;
      return { status: ran.status, stdout: ran.stdout, stderr: ran.stderr };
    },
    [Symbol.asyncDispose]: leave,
  };
}

async function readiness(holder: ChildProcess): Promise<void> {
  let said = '';
  holder.stderr?.on('data', (data) => {
    said += data;
  });
  const ready = holder.stdout === null ? [] : once(holder.stdout, 'data');
  const [word] = await Promise.race([ready, once(holder, 'exit')]);
  if (String(word) !== 'ready\n') throw new Error(`the lab could not be set up: ${word} ${said}`);
}

async function end(holder: ChildProcess): Promise<void> {
  if (holder.exitCode !== null || holder.signalCode !== null) return;
  holder.kill('SIGKILL');
  await once(holder, 'exit');
}
