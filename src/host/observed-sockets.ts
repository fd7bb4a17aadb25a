import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { isLoopback } from '../formats/is-loopback.ts';
import { type ProcNetSocket, parseProcNetSockets } from '../formats/proc-net-sockets.ts';
import type { ListeningSocket, ObservedSockets, SocketProgram } from '../model/observation.ts';
import { errnoOf } from './system-error.ts';

const [CONNECTED, LISTENS, UNCONNECTED] = ['01', '0A', '07'];

/** What listens, by the tables below /proc/net, and whose it is, by the descriptors of every process. */
export function observedSockets(): ObservedSockets {
  const tcp = [...socketsOf('tcp'), ...socketsOf('tcp6')];
  const udp = [...socketsOf('udp'), ...socketsOf('udp6')].filter(({ state }) => state === UNCONNECTED);
  const listening = tcp.filter(({ state }) => state === LISTENS);
  const holders = holdersOf(new Set([...listening, ...udp].map(({ inode }) => inode)));
  const asListening =
    (protocol: 'tcp' | 'udp') =>
    (socket: ProcNetSocket): ListeningSocket => ({
      protocol,
      address: socket.address,
      port: socket.port,
      programs: distinct(holders.get(socket.inode) ?? []),
    });
  const ports = new Set(listening.map(({ port }) => port));
  return {
    listening: distinct([...listening.map(asListening('tcp')), ...udp.map(asListening('udp'))]),
    peers: distinct(
      tcp
        .filter(({ state, port, peer }) => state === CONNECTED && ports.has(port) && !isLoopback(peer))
        .map(({ peer, port }) => ({ address: peer, port })),
    ),
  };
}

/** A kernel without IPv6 has no table of it. */
function socketsOf(table: string): readonly ProcNetSocket[] {
  return parseProcNetSockets(textOf(`/proc/net/${table}`));
}

/** By inode. Processes of others are closed to all but root. */
function holdersOf(inodes: ReadonlySet<string>): ReadonlyMap<string, readonly SocketProgram[]> {
  const found = new Map<string, SocketProgram[]>();
  for (const pid of namesIn('/proc').filter((name) => /^\d+$/.test(name))) {
    const held = new Set(
      namesIn(`/proc/${pid}/fd`)
        .map((fd) => /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`) ?? '')?.[1] ?? '')
        .filter((inode) => inodes.has(inode)),
    );
    if (held.size === 0) continue;
    const program = { path: linkOf(`/proc/${pid}/exe`), unit: unitOf(pid) };
    for (const inode of held) found.set(inode, [...(found.get(inode) ?? []), program]);
  }
  return found;
}

/** The last part of its cgroup that is a unit's name, cgroups(7). A session's is a scope. */
function unitOf(pid: string): string | null {
  const names = textOf(`/proc/${pid}/cgroup`).split(/[/\n]/);
  return names.findLast((name) => /\.(?:service|scope|socket)$/.test(name)) ?? null;
}

function distinct<T>(values: readonly T[]): readonly T[] {
  const texts = new Set(values.map((value) => JSON.stringify(value)));
  return [...texts].sort().map((text) => JSON.parse(text) as T);
}

/** What has ended meanwhile, or is not ours to see, is empty. */
function namesIn(path: string): readonly string[] {
  return orNone(() => readdirSync(path)) ?? [];
}

function linkOf(path: string): string | null {
  return orNone(() => readlinkSync(path));
}

function textOf(path: string): string {
  return orNone(() => readFileSync(path, 'latin1')) ?? '';
}

function orNone<T>(look: () => T): T | null {
  try {
    return look();
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(errnoOf(error) ?? '')) return null;
    throw error;
  }
}
