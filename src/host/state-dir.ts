import { constants, fsyncSync, mkdirSync, readdirSync } from 'node:fs';
import { hostPath } from '../formats/host-path.ts';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import type { RunId } from '../model/run.ts';
import { below, itself, type Opened, opened, statOf, syncDirectory } from './descriptor.ts';
import { lookAt } from './local-read.ts';
import { openRunFolder, type RunFolder } from './run-folder.ts';
import { errnoOf, orRefuse } from './system-error.ts';
import { walk } from './walk.ts';

const DIRECTORY = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/** Where Holdfast keeps its runs: root's alone, one folder a run. */
export interface StateDir {
  /** As this machine names it. */
  readonly path: Path;
  runs(): readonly RunId[];
  run(id: RunId): RunFolder;
  /** The next number, with an empty folder. Only under the lock. */
  newRun(): RunFolder;
}

export interface StateDirPlace {
  /** The root that the path is seen from: that of --root, so that no link in an image leads out of it. */
  readonly root: Path;
  readonly path: Path;
}

/** Null where there is none. Refuses a directory that others than root could have prepared. */
export function openStateDir({ root, path }: StateDirPlace): StateDir | null {
  using spot = walk(root, path, true);
  if (spot === null) return null;
  using found = lookAt(spot);
  if (found === null) return null;
  for (const p of [...hostPath.ancestors(spot.path), spot.path]) refuseIfUnsafe(root, p, p === spot.path);
  const real: Path = root === '/' ? spot.path : `${root}${spot.path}`;
  const runsPath: Path = `${real}/runs`;

  return {
    path: real,
    runs() {
      using runs = openRuns(runsPath);
      if (runs === null) return [];
      return readdirSync(itself(runs.fd))
        .filter((name) => /^\d{6}$/.test(name))
        .sort();
    },
    run(id) {
      const folder = openRunFolder(`${runsPath}/${id}`, id);
      if (folder === null) throw new Refused({ code: 'unknown-run', args: { run: id } });
      return folder;
    },
    newRun() {
      const last = Number(this.runs().at(-1) ?? '0');
      const id = String(last + 1).padStart(6, '0');
      orRefuse(`${runsPath}/${id}`, 'mkdir', () => {
        using runs = opened(runsPath, DIRECTORY);
        mkdirSync(below(runs.fd, id), 0o700);
        mkdirSync(below(runs.fd, `${id}/blobs`), 0o700);
        fsyncSync(runs.fd);
      });
      return this.run(id);
    },
  };
}

/** Null where making the state directory was cut short before it: then nothing was ever run. */
function openRuns(path: Path): Opened | null {
  try {
    return opened(path, DIRECTORY);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === null) throw error;
    if (errno === 'ENOENT') return null;
    if (errno === 'EACCES') throw new Refused({ code: 'not-root', args: { path } });
    const why = errno === 'ENOTDIR' || errno === 'ELOOP' ? 'it is not a directory' : errno;
    throw new Refused({ code: 'unsafe-state-dir', args: { path, why } }, { cause: error });
  }
}

/** Makes it where it is missing. Directories above it are made 0755, it and what is in it 0700. */
export function createStateDir({ root, path }: StateDirPlace): StateDir {
  for (const p of [
    ...hostPath.ancestors(path).slice(1),
    path,
    `${path}/runs` as Path,
    `${path}/kept` as Path,
  ]) {
    using spot = walk(root, p, true);
    if (spot === null) throw new Refused({ code: 'not-a-directory', args: { path: p } });
    using found = lookAt(spot);
    if (found !== null) continue;
    orRefuse(p, 'mkdir', () => {
      mkdirSync(below(spot.directory, spot.name), p.startsWith(path) ? 0o700 : 0o755);
      syncDirectory(spot.directory);
    });
  }
  const made = openStateDir({ root, path });
  if (made === null) throw new Error(`${path} was made and is not there`);
  return made;
}

/** Whoever may rename a directory on the way may put another journal in this one's place. A sticky directory keeps root's names. */
function refuseIfUnsafe(root: Path, path: Path, last: boolean): void {
  using spot = walk(root, path, true);
  using found = spot === null ? null : lookAt(spot);
  if (found === null) return;
  const stat = statOf(found.fd);
  const refuse = (why: string) => new Refused({ code: 'unsafe-state-dir', args: { path, why } });
  if (!stat.isDirectory()) throw new Refused({ code: 'not-a-directory', args: { path } });
  if (stat.uid !== 0n) throw refuse(`it belongs to uid ${stat.uid}, not to root`);
  if (last && (stat.mode & 0o077n) !== 0n) throw refuse('others than root may read or write it');
  if (!last && (stat.mode & 0o022n) !== 0n && (stat.mode & 0o1000n) === 0n) {
    throw refuse('others than root may write in it');
  }
}
