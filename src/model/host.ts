import type { Effect } from './effect.ts';
import type { Entry, Status } from './entry.ts';
import type { Live, LiveKind } from './live.ts';
import type { Observation } from './observation.ts';
import type { Name, Path } from './path.ts';
import type { ConnectionProbe, Probe } from './policy.ts';
import type { Refusal } from './refusal.ts';
import type { Moment } from './wait.ts';

/** How this host is recognized again. */
export interface HostIdentity {
  /** `live`: a running system; `image`: files only, live state and observations are absent. */
  readonly type: 'live' | 'image';
  /** SHA-256 of /etc/machine-id, so that the id itself is not spread; null where there is none. */
  readonly machine: string | null;
  /** Where the root is, seen from the tool: `/` or the directory of --root. */
  readonly root: string;
}

/**
 * What facts, kinds and the planner may do: look. Links in parent directories are always followed,
 * inside the root. Absent is null; what is there and cannot be read throws a Refused.
 */
export interface HostReader {
  readonly identity: HostIdentity;
  /** The path with every link in it followed, the last one too; null where it leads to nothing. */
  resolve(path: Path): Promise<Path | null>;
  /** Looks at the name itself: a link is a link. */
  status(path: Path): Promise<Status | null>;
  /** Names in a directory, sorted by bytes; null where there is no directory. The directory itself may be reached through a link. */
  list(path: Path): Promise<readonly Name[] | null>;
  /** Content of a file, following links; null where there is none. At most 16 MiB. */
  read(path: Path): Promise<Uint8Array | null>;
  /** All of a name's state: hashes the content, asks for attributes and flags. Costs processes: for what is changed or compared. */
  entry(path: Path): Promise<Entry | null>;
  live<K extends LiveKind>(kind: K, key: string): Promise<Live[K] | null>;
  /** Keys of live state in the kernel's order; `*` in the pattern stands for one component or, alone, for all. */
  liveKeys(kind: LiveKind, pattern: string): Promise<readonly string[]>;
  observe(what: Observation): Promise<Uint8Array>;
  /** Now, by a clock that nobody sets. A captured host has no boot. */
  moment(): Moment;
  /**
   * Gives a candidate on standard input to a checking program (`visudo -cf -`) of the machine this runs on.
   * Null where the machine has no such program.
   */
  checkCandidate(
    tool: string,
    args: readonly string[],
    candidate: Uint8Array,
  ): Promise<{ readonly ok: boolean; readonly says: string } | null>;
  /**
   * What would keep `path` from becoming `to`, without trying: read-only or full file system
   * (`bytes` is what the whole plan needs), immutable or append-only flags, mount points, hard links.
   */
  obstacles(path: Path, to: Entry | null, bytes: number): Promise<readonly Refusal[]>;
  /**
   * Runs a script of sh(1) on the machine as it would be: /etc is a scratch copy with what an overlay has laid over it,
   * there is no network but a loopback that is down, and no process is seen or reached. All that it starts, mounts, and
   * writes below /etc and `$place` (memory of its own, root's alone) is gone when it ends. Null where nothing runs that
   * could be tried: images, captured hosts.
   */
  rehearse(script: string, laid?: readonly LaidEntry[]): Promise<Rehearsed | null>;
  /**
   * A file of deb(5) that installs just this version of a package: the one in apt's archive, else the installed package
   * packed again, else downloaded. Refused where none is to be had. Changes nothing; costs as much as the package is large.
   */
  packageFile(name: string, version: string): Promise<Uint8Array>;
}

/** What an overlay has laid over a path. */
export interface LaidEntry {
  readonly path: Path;
  /** Null where it was taken away. */
  readonly entry: Entry | null;
  /** A file's; null where only its metadata is new. */
  readonly content: Uint8Array | null;
}

export interface Rehearsed {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface PackageFile {
  readonly version: string;
  readonly file: Uint8Array | null;
}

/** Where putEntry keeps the old inode, or finds the one to take back. */
export interface Kept {
  readonly save?: Path;
  readonly restore?: Path;
  /** What must stand there now; anything else is somebody's own and is refused as `changed-since`. */
  readonly from?: Entry | null;
}

/** For how long to try again; once at least. */
export interface Patience {
  readonly withinMs: number;
  /** Asked after each try. */
  readonly isOver: () => boolean;
}

/** What kinds and the engine may do besides. */
export interface Host extends HostReader {
  /**
   * Makes the name be just this; null removes it. Any type may follow any other; a directory must be
   * empty to go. Old or new at every instant, durable on return. `kept` is where the old inode is kept,
   * or is taken back from when it still is what `entry` says.
   */
  putEntry(path: Path, entry: Entry | null, content: Uint8Array | null, kept?: Kept): Promise<void>;
  /** Gives a directory its modification time; nothing where there is no directory. A part of putEntry that costs one process, not seven. */
  putTime(directory: Path, mtime: string): Promise<void>;
  /** The directory that keeps old inodes of this path's mount: rename(2) and link(2) do not cross mounts. */
  keepingPlace(path: Path): Promise<Path>;
  putLive<K extends LiveKind>(kind: K, key: string, state: Live[K] | null): Promise<void>;
  /**
   * Installs a package from its file, or removes it and leaves its configuration. What depends on it is not asked: the
   * plan has done that. Nothing is asked of anybody, and configuration that is there is kept. Re-enterable.
   * Where nothing is installed but planned, there is no file.
   */
  putPackage(name: string, to: PackageFile | null): Promise<void>;
  run(effect: Effect): Promise<void>;
  /**
   * A timer of the system's own: it runs a program once, after that many seconds, whatever has become of this process
   * and its session. Ends with the boot. Stopping one that is not there is nothing.
   */
  startTimer(name: string, seconds: number, argv: readonly [Path, ...string[]]): Promise<void>;
  stopTimer(name: string): Promise<void>;
  /** Tries it again and again until it succeeds. Null once it does, else why it failed last. */
  probe(probe: Probe | ConnectionProbe, patience: Patience): Promise<string | null>;
}
