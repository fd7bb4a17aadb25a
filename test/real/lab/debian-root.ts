import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { runTool } from './run-tool.ts';

/** Debian 12 and 13. */
export type Release = 'bookworm' | 'trixie';

/**
 * What the playbooks look at: accounts, sudo, SSH, kernel settings, the audit daemon, units and Docker. And what the
 * lab needs inside: attr and e2fsprogs to look at files, a static busybox to make an image of.
 */
const PACKAGES = [
  'acl',
  'attr',
  'auditd',
  'busybox-static',
  'docker.io',
  'e2fsprogs',
  'iproute2',
  'iptables',
  'openssh-server',
  'procps',
  'sudo',
  'systemd',
  'systemd-sysv',
];
/** Its own package since then. */
const MORE = { bookworm: [], trixie: ['docker-cli'] };
const CACHE = join(import.meta.dirname, '../../../.cache');

/**
 * The path of a debootstrapped Debian, built once per release and list of packages (1 to 3 minutes, from
 * debootstrap's own mirror); `more` are packages besides those that every lab host has.
 * Shared by all: never change it, take a freshRoot (fresh-root.ts).
 */
export function debianRoot(release: Release = 'bookworm', more: readonly string[] = []): string {
  const packages = [...PACKAGES, ...MORE[release], ...more].join(',');
  const key = createHash('sha256').update(`${release} ${packages}`).digest('hex').slice(0, 12);
  const root = join(CACHE, `debian-root-${key}`);
  if (existsSync(root)) return root;
  mkdirSync(CACHE, { recursive: true });
  // flock(1) locks the description that we share with it, so the lock lasts until we close it, or die.
  const lock = openSync(join(CACHE, 'debian-root.lock'), 'w');
  try {
    const locked = spawnSync('flock', ['3'], { stdio: ['ignore', 'inherit', 'inherit', lock] });
    if (locked.status !== 0) throw new Error(`flock: ${locked.error ?? locked.status}`);
    if (!existsSync(root)) {
      removeLeftovers();
      const part = `${root}.part`;
      build(part, release, packages);
      renameSync(part, root);
    }
  } finally {
    closeSync(lock);
  }
  return root;
}

function removeLeftovers(): void {
  for (const name of readdirSync(CACHE)) {
    if (name.startsWith('debian-root-') && name.endsWith('.part'))
      rmSync(join(CACHE, name), { recursive: true });
  }
}

/**
 * Configuring packages must not reach this machine: procps would set its kernel settings, auditd load its
 * rules, docker.io start. So services may not start (policy-rc.d), and own namespaces keep what would
 * slip through away: audit takes no orders from another PID namespace, network settings are the namespace's own.
 */
function build(part: string, release: Release, packages: string): void {
  runTool('debootstrap', ['--foreign', '--variant=minbase', `--include=${packages}`, release, part]);
  const policy = join(part, 'usr/sbin/policy-rc.d');
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const secondStage = ['chroot', part, '/debootstrap/debootstrap', '--second-stage'];
  runTool(
    'unshare',
    ['--pid', '--fork', '--kill-child', '--mount', '--net', '--uts', '--ipc', ...secondStage],
    {
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      DEBIAN_FRONTEND: 'noninteractive',
      LC_ALL: 'C',
    },
  );
  rmSync(policy, { force: true }); // debootstrap has one of its own, and removes that
  // debootstrap takes these two from this machine.
  for (const name of ['hostname', 'resolv.conf']) rmSync(join(part, 'etc', name), { force: true });
  writeFileSync(join(part, 'etc/hostname'), 'lab\n');
  writeFileSync(join(part, 'etc/hosts'), '127.0.0.1\tlocalhost\n127.0.1.1\tlab\n');
  rmSync(join(part, 'var/cache/apt/archives'), { recursive: true });
  mkdirSync(join(part, 'var/cache/apt/archives/partial'), { recursive: true });
}
