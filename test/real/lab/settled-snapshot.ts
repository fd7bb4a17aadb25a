import { createHash } from 'node:crypto';
import { parseMountinfo } from '../../../src/formats/mountinfo.ts';
import type { ObservedProcess } from '../../../src/model/observation.ts';
import type { CapturedEntry, CapturedObservation, Snapshot } from '../../../src/model/snapshot.ts';

/** Of auditctl -s: the daemon's number, and what is counted. */
const AUDIT_COUNTS = /^(pid|lost|backlog|backlog_wait_time_actual) \d+$/gm;
/** Of ls -l, of a year or of this one. */
const LISTED_TIME = / [A-Z][a-z]{2} [ \d]\d (?: \d{4}|\d\d:\d\d) /g;
const ARGUMENTS = 'BOOT_IMAGE=/boot/vmlinuz root=/dev/sda1 ro quiet\n';
/** The size of a block and how many there are: 20 GiB. */
const FILE_SYSTEM = '4096 5242880\n';
const LEFT_OUT =
  /^\/opt\/lab$|^\/(?:proc|sys|opt\/lab|run\/(?:credentials|host|docker|containerd)|var\/lib\/(?:docker|containerd))\//;
/** 2024-02-29 12:34:56 */
const MTIME = '1709210096000000000';

/** A container sees the kernel of the machine that it is on. */
const KERNEL: { readonly [key: string]: string } = {
  'kernel/osrelease': '6.1.0-18-amd64',
  'kernel/version': '#1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1 (2024-02-01)',
};

/** What Docker names by chance: containers, and the interfaces of networks and containers. */
const BY_CHANCE = /\b[0-9a-f]{64}\b|\bbr-[0-9a-f]{12}\b|\bveth[0-9a-f]{7}\b/g;

/**
 * A lab host's capture without what another lab host from the same data would have otherwise: its machine id, times,
 * numbers of processes and mounts, names by chance, sizes of directories, and where on this machine its root was.
 */
export function settledSnapshot(snapshot: Omit<Snapshot, 'contents'>, name: string): typeof snapshot {
  const { host, entries, live, observations } = snapshot;
  return {
    ...snapshot,
    ...withStableNames({ live: settledLive(live), observations: observations.map(settledObservation) }),
    host: { ...host, machine: host.machine && createHash('sha256').update(name).digest('hex') },
    entries: Object.fromEntries(
      Object.entries(entries).map(([path, entry]) => [path, entry && settledEntry(entry)]),
    ),
  };
}

function settledLive(live: Snapshot['live']): Snapshot['live'] {
  const { keys, states } = live['kernel-setting'];
  const settled = Object.entries(states).map(([key, state]) => [key, KERNEL[key] ?? state]);
  return { ...live, 'kernel-setting': { keys, states: Object.fromEntries(settled) } };
}

/** In the order in which they come, which is the kernel's for interfaces. */
function withStableNames<T>(value: T): T {
  const names = new Map<string, string>();
  const text = JSON.stringify(value).replaceAll(BY_CHANCE, (name) => {
    const prefix = /^(?:br-|veth)?/.exec(name)?.[0] ?? '';
    const stable =
      names.get(name) ?? prefix + String(names.size + 1).padStart(name.length - prefix.length, '0');
    names.set(name, stable);
    return stable;
  });
  return JSON.parse(text);
}

function settledEntry(entry: CapturedEntry): CapturedEntry {
  return { ...entry, mtime: MTIME, ...(entry.type === 'directory' ? { size: 4096, links: 1 } : {}) };
}

function settledObservation(seen: CapturedObservation): CapturedObservation {
  if ('refusal' in seen) return seen;
  const { what, says } = seen;
  if (what.type === 'processes') return { what, says: JSON.stringify(settledProcesses(JSON.parse(says))) };
  if (what.type === 'proc' && what.path === 'self/mountinfo') return { what, says: settledMounts(says) };
  if (what.type === 'proc' && what.path === 'net/ipv6_route') return { what, says: settledRoutes(says) };
  // A container sees the arguments and the disk of the machine that it is on.
  if (what.type === 'proc' && what.path === 'cmdline') return { what, says: ARGUMENTS };
  if (what.type === 'command' && what.argv[0].endsWith('/ls'))
    return { what, says: says.replaceAll(LISTED_TIME, ' Feb 29  2024 ') };
  if (what.type === 'command' && what.argv[0].endsWith('/stat')) return { what, says: FILE_SYSTEM };
  if (what.type === 'command' && what.argv[0].endsWith('/auditctl'))
    return { what, says: says.replaceAll(AUDIT_COUNTS, '$1 0') };
  return seen;
}

/** Without the addresses that interfaces make of their random hardware addresses, and the containers' interfaces. */
function settledRoutes(text: string): string {
  const lines = text.split('\n').filter((line) => line !== '' && !/\bveth/.test(line));
  const settled = lines.map((line) => line.replace(/^fe80(?!0{28} ).{28}/, `fe80${'0'.repeat(27)}1`));
  return settled
    .sort()
    .map((line) => `${line}\n`)
    .join('');
}

/** By program, since services start side by side; those of one program in the order in which they started. */
function settledProcesses(processes: readonly ObservedProcess[]): readonly ObservedProcess[] {
  const key = ({ uid, gids, argv }: ObservedProcess) => JSON.stringify([argv[0], uid, gids]);
  return processes
    .toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.pid - b.pid))
    .map((process, i) => ({ ...process, pid: i + 1 }));
}

/**
 * By mount point for the same reason; what is mounted on one another stays in its order. What nspawn puts over /proc
 * and /sys, systemd into /run while a service starts, and Docker below its directories is left out: it has new names
 * at each start.
 */
function settledMounts(text: string): string {
  const lines = text.split('\n').slice(0, -1);
  const mounts = parseMountinfo(text)
    .map((mount, i) => ({ ...mount, line: lines[i] ?? '' }))
    .filter(({ target }) => !LEFT_OUT.test(target))
    .sort((a, b) => (a.target < b.target ? -1 : a.target > b.target ? 1 : 0));
  const ids = new Map(mounts.map(({ id }, i) => [id, i + 2]));
  const devices = new Map<string, string>();
  const settled = mounts.map(({ id, parent, device, line }) => {
    const number = devices.get(device) ?? `0:${devices.size + 1}`;
    devices.set(device, number);
    const rest = line.split(' ').slice(3).join(' ');
    return `${ids.get(id)} ${ids.get(parent) ?? 1} ${number} ${settledMount(rest)}\n`;
  });
  return settled.join('');
}

/** Without propagation groups and what memory this machine has; what is on its disk is on one of the host's own. */
function settledMount(line: string): string {
  const settled = line
    .replaceAll(/ (?:shared|master|propagate_from):\d+/g, '')
    .replaceAll(/,(?:size|nr_inodes)=\d+k?/g, '');
  // Seen from the top of its file system, which is anything above.
  const inside = settled.replace(/^\S*\/holdfast-\w+-\w{6}\/root/, '');
  if (inside === settled) return settled;
  return `${inside.startsWith('/') ? '' : '/'}${inside.replace(/ - .*/, ' - ext4 /dev/sda1 rw')}`;
}
