import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { debianRoot, type Release } from './debian-root.ts';
import type { Ran } from './ran.ts';

/** A Debian to install and remove packages in, with its own tools and without an init: ready in no time, and gone with us. */
export interface DebianChroot extends AsyncDisposable {
  /** Its files, seen from here. */
  readonly root: string;
  /** Goes before a command to run it inside; `shown` is seen there at /opt/lab. */
  readonly enter: readonly string[];
  /** Runs sh(1) inside; an error where it fails. */
  sh(script: string): string;
  run(...command: readonly string[]): Ran;
}

const APART = [
  '--mount',
  '--net',
  '--propagation',
  'private',
  '--pid',
  '--fork',
  '--kill-child',
  '--mount-proc',
];

/**
 * In mounts, processes and a network of its own: the release below, memory above, nothing reaches this machine. There are
 * routes, and sshd answers: what is probed before a run is else waited for.
 */
const SETUP = `
  mount -t tmpfs -o mode=0755 lab "$PLACE"
  mkdir "$PLACE/new" "$PLACE/work" "$PLACE/root"
  mount -t overlay -o "lowerdir=$BELOW,upperdir=$PLACE/new,workdir=$PLACE/work" lab "$PLACE/root"
  cd "$PLACE/root"
  mkdir -p opt/lab
  mount --bind "$SHOWN" opt/lab
  mount -t proc proc proc
  mount -t sysfs sysfs sys
  mount --rbind /dev dev
  mount -t tmpfs -o mode=1777 lab dev/shm
  chroot . ip link set lo up
  chroot . ip link add wire type veth peer name end
  for end in wire end; do chroot . ip link set $end up; done
  for family in -4 -6; do chroot . ip $family route add default dev wire; done
  mkdir -p run/sshd
  chroot . /usr/sbin/sshd
  echo ready
  exec sleep infinity
`;

export async function debianChroot(shown: string, release: Release = 'bookworm'): Promise<DebianChroot> {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-chroot-'));
  const apart = spawn('setpriv', ['--pdeathsig=KILL', 'unshare', ...APART, '/bin/sh', '-euc', SETUP], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PLACE: place, BELOW: debianRoot(release), SHOWN: shown },
  });
  const [said] = await Promise.race([once(apart.stdout, 'data'), once(apart, 'exit')]);
  if (String(said) !== 'ready\n') throw new Error(`the lab is not ready: ${said}`);
  const first = spawnSync('pgrep', ['--parent', String(apart.pid)], { encoding: 'utf8' }).stdout.trim();
  const inside = ['--target', first, '--mount', '--net', '--pid', 'chroot', join(place, 'root')];
  const enter = ['nsenter', ...inside];
  const run = (...command: readonly string[]): Ran => {
    const { error, status, stdout, stderr } = spawnSync('nsenter', [...inside, ...command], {
      encoding: 'utf8',
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root' },
    });
    if (error !== undefined) throw error;
    return { status, stdout, stderr };
  };
  return {
    root: join('/proc', first, 'root', place, 'root'),
    enter,
    run,
    sh(script) {
      const { status, stdout, stderr } = run('/bin/sh', '-euc', script);
      if (status !== 0) throw new Error(`${script}: ${status}\n${stderr}${stdout}`);
      return stdout;
    },
    async [Symbol.asyncDispose]() {
      const ended = once(apart, 'exit');
      apart.kill('SIGKILL');
      await ended;
      rmSync(place, { recursive: true });
    },
  };
}
