import { spawnSync } from 'node:child_process';
import { debianRoot, type Release } from './debian-root.ts';

/** Shell run in a release's own root, with a directory of ours as its /mnt, a network that is down, and mounts of its own. */
export function askApt(release: Release, directory: string, script: string): string {
  const bind = 'mount --bind "$1" "$2/mnt" && exec chroot "$2" /bin/sh -euc "$3"';
  const words = ['-euc', bind, 'sh', directory, debianRoot(release), script];
  const ran = spawnSync('unshare', ['--mount', '--propagation', 'private', '--net', '/bin/sh', ...words], {
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (ran.error !== undefined) throw ran.error;
  if (ran.status !== 0) throw new Error(`${script}: ${ran.status}\n${ran.stderr}`);
  return ran.stdout;
}
