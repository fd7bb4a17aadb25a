import type { Path } from './path.ts';

/** Something that can be looked at but is no state of ours: never overlaid, captured as it was. */
export type Observation =
  /** The text of a file below /proc: `self/mountinfo`. */
  | { readonly type: 'proc'; readonly path: string }
  /** Running processes but the one that looks and threads of the kernel: JSON, an array of {@link ObservedProcess}. */
  | { readonly type: 'processes' }
  /** Who started this session: JSON, an {@link Invoker}, or null where nobody logged in. */
  | { readonly type: 'invoker' }
  /** How who started this came in by SSH: JSON, an {@link SshConnection}, or null where nobody did. */
  | { readonly type: 'ssh-connection' }
  /** Sockets that wait for packets of others: JSON, an {@link ObservedSockets}. */
  | { readonly type: 'sockets' }
  /** Standard output of a program that only looks; absolute path first. A status other than 0 is a refusal. */
  | { readonly type: 'command'; readonly argv: readonly [Path, ...string[]] };

export interface ObservedProcess {
  readonly pid: number;
  readonly uid: number;
  /** Effective and supplementary groups, as the kernel tells them. */
  readonly gids: readonly number[];
  /** NUL-separated words of /proc/PID/cmdline; only of processes that run as root, others may lie. */
  readonly argv: readonly string[];
}

export interface ObservedSockets {
  /** Sorted; each once. */
  readonly listening: readonly ListeningSocket[];
  /** Machines that are connected to a port that listens: protocol TCP, addresses of others. Sorted; each once. */
  readonly peers: readonly { readonly address: string; readonly port: number }[];
}

export interface ListeningSocket {
  readonly protocol: 'tcp' | 'udp';
  /** `0.0.0.0` or `::` for all. */
  readonly address: string;
  readonly port: number;
  /** Who holds it; empty where that is not to be seen: it needs root. */
  readonly programs: readonly SocketProgram[];
}

export interface SocketProgram {
  /** Of /proc/PID/exe; null for one that has no file any more. */
  readonly path: string | null;
  /** The unit of its cgroup: `nginx.service`; null where it is in none. */
  readonly unit: string | null;
}

export interface Invoker {
  /** The uid that logged in (the kernel's loginuid), which sudo and su do not change. */
  readonly uid: number;
}

/** The two ends of a login by SSH, as `SSH_CONNECTION` of ssh(1) tells them: IPv4 or IPv6 addresses. */
export interface SshConnection {
  readonly from: string;
  readonly to: string;
  /** The server's. */
  readonly port: number;
}
