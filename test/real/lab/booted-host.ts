import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Manifest, ManifestEntry } from './manifest.ts';
import { ownCgroups } from './own-cgroups.ts';
import type { Ran } from './ran.ts';
import { runTool } from './run-tool.ts';
import type { RunningHost } from './running-host.ts';

/** A Debian that runs: systemd as its init, its own network, on a root of the test's own. */
export interface BootedHost extends RunningHost {
  /** Goes before a command to run it inside; another one after each start. */
  readonly enter: readonly string[];
  /** Runs a command at the other end of the host's only wire: the host is 10.203.0.2, this 10.203.0.1. */
  outside(...command: readonly string[]): Ran;
  run(...command: readonly string[]): Ran;
}

/** What is run inside knows nothing of this machine's. */
const INSIDE = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root' };

const LONGEST_BOOT_MS = 120_000;

/**
 * What nspawn runs in: cgroups of its own, a /run of its own to keep things in, a network with nothing but its wire,
 * and process numbers of its own. With the first of those all others end, and it ends with us, however we end.
 */
const APART = `
  for own in $JOINED; do echo $$ > "$own/cgroup.procs"; done
  exec unshare --mount --net --propagation private --pid --fork --kill-child --mount-proc \
    /bin/sh -euc "$NSPAWN" sh "$@"
`;
/** An engine makes cgroups in every hierarchy; by itself nspawn would show those of version 1 read-only. */
const NSPAWN = `
  mount -t tmpfs -o mode=0755 lab /run
  mkdir /run/cgroup
  mount -t tmpfs -o mode=0755 lab /run/cgroup
  for shown in $SHOWN; do
    at=/run/cgroup\${shown%%:*}
    mkdir -p "$at"
    mount --bind "\${shown#*:}" "$at"
  done
  exec systemd-nspawn "$@"
`;
const CGROUPS = '/sys/fs/cgroup';
const OPTIONS = [
  '--boot',
  '--quiet',
  '--register=no',
  '--keep-unit',
  '--machine=lab',
  '--network-veth',
  '--console=pipe',
  '--resolv-conf=off',
  '--timezone=off',
  // An engine needs its cgroups, keys for its containers, and rules for their devices.
  `--bind=/run/cgroup:${CGROUPS}`,
  '--system-call-filter=@keyring bpf',
];

/**
 * Boots a root (1 to 10 s); `shown` is a directory of this machine to see at /opt/lab. The audit system and most of
 * /proc/sys stay this machine's and are refused inside. A power loss here forgets nothing that was written: disks
 * that do are the virtual machine's.
 */
export async function bootedHost(root: string, shown: string): Promise<BootedHost> {
  const cgroups = ownCgroups();
  const shownCgroups = cgroups.shown.map(([mount, cgroup]) => `${mount.replace(CGROUPS, '')}:${cgroup}`);
  const env = {
    ...process.env,
    JOINED: cgroups.own.join(' '),
    SHOWN: shownCgroups.join(' '),
    NSPAWN,
  };
  const args = [...OPTIONS, `--bind-ro=${shown}:/opt/lab`, `--directory=${root}`];
  let apart: ChildProcess | null = null;
  let enter: readonly string[] = [];
  const ended = async () => {
    if (apart !== null && isUp(apart)) await once(apart, 'exit');
    apart = null;
  };
  const powerLoss = async () => {
    const first = apart === null ? null : childOf(apart.pid);
    if (first === null) apart?.kill('SIGKILL');
    else ran(['kill', '-KILL', String(first)]);
    await ended();
  };
  const start = async () => {
    apart = spawn('setpriv', ['--pdeathsig=KILL', '/bin/sh', '-euc', APART, 'sh', ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env,
    });
    const init = await booted(apart);
    enter = ['/usr/bin/nsenter', '--target', String(init), '--all'];
    wire(apart, init);
  };
  const dispose = async () => {
    await powerLoss();
    await cgroups[Symbol.asyncDispose]();
  };
  const run = (...command: readonly string[]) => ran([...enter, ...command], INSIDE);
  try {
    await start();
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    get enter() {
      return enter;
    },
    run,
    outside: (...command) => ran(['nsenter', '--target', String(apart?.pid), '--net', ...command]),
    async look(): Promise<Manifest> {
      const { status, stdout, stderr } = run('/opt/lab/node', '/opt/lab/lab/look.mjs');
      if (status !== 0) throw new Error(`look: ${status} ${stderr}`);
      return new Map(JSON.parse(stdout) as [string, ManifestEntry][]);
    },
    async reboot() {
      run('systemctl', 'reboot');
      await ended();
      await start();
    },
    powerLoss,
    start,
    [Symbol.asyncDispose]: dispose,
  };
}

function ran([program = '', ...args]: readonly string[], env = process.env): Ran {
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

async function booted(apart: ChildProcess): Promise<number> {
  let said = '';
  apart.stderr?.on('data', (data) => {
    said += data;
  });
  const deadline = Date.now() + LONGEST_BOOT_MS;
  // Looked at once more when the time is over: what else this process runs and waits for may have taken all of it.
  for (let isLast = false; isUp(apart); isLast = Date.now() > deadline) {
    const nspawn = childOf(apart.pid);
    const init = nspawn === null ? null : childOf(nspawn);
    const ask = (...words: readonly string[]) =>
      ran(['nsenter', '--target', String(init), '--all', 'systemctl', ...words]).stdout;
    // systemd calls itself up while a unit that failed is waiting to be tried again, as auditd is in here.
    if (
      init !== null &&
      /running|degraded/.test(ask('is-system-running')) &&
      ask('list-units', '--state=activating', '--no-legend', '--plain').trim() === ''
    )
      return init;
    if (isLast) break;
    await wait(200);
  }
  throw new Error(`the lab host did not boot: ${apart.exitCode ?? 'still at it'} ${said}`);
}

function isUp({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

function childOf(pid: number | undefined): number | null {
  const [child = ''] = ran(['pgrep', '--parent', String(pid)]).stdout.split('\n');
  return child === '' ? null : Number(child);
}

/** nspawn made both ends; nobody inside is there to give them addresses. */
function wire({ pid }: ChildProcess, init: number): void {
  for (const [end, target, address] of [
    ['ve-lab', pid, '10.203.0.1/24'],
    ['host0', init, '10.203.0.2/24'],
  ] as const) {
    const inIt = ['--target', String(target), '--net', 'ip'];
    runTool('nsenter', [...inIt, 'address', 'add', address, 'dev', end]);
    runTool('nsenter', [...inIt, 'link', 'set', end, 'up']);
  }
}
