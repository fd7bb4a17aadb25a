import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { liveLab } from '../../real/lab/live-lab.ts';
import { liveState } from '../../real/lab/live-state.ts';
import { type Manifest, manifest } from '../../real/lab/manifest.ts';
import { runTool } from '../../real/lab/run-tool.ts';
import { type SmallEntry, smallRoot } from '../../real/lab/small-root.ts';

/** A host to break: made anew for every point, gone when disposed of. */
export interface Stage extends AsyncDisposable {
  /** What --root is given. */
  readonly root: string;
  /** The same directory as the harness sees it. */
  readonly outside: string;
  /** Goes before every command. */
  readonly enter: readonly string[];
  /** The beginning of the tool's command line, where it is another inside. */
  readonly tool?: readonly string[];
  /** All that is compared. */
  look(): Manifest;
}

/**
 * A root of a few files, made in milliseconds; on an ext4 of its own where a size (`2M`) is given: a disk to fill,
 * of which `outside/..` is the top.
 */
export async function rootStage(
  entries: Readonly<Record<string, SmallEntry>>,
  size: string | null = null,
): Promise<Stage> {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-stage-'));
  const disk = join(place, 'disk');
  const root = join(disk, 'root');
  mkdirSync(disk);
  if (size !== null) {
    const image = join(place, 'image');
    runTool('truncate', ['-s', size, image]);
    runTool('mkfs.ext4', ['-q', '-m', '0', '-O', '^has_journal', '-N', '512', image]);
    runTool('mount', ['-o', 'loop', image, disk]);
  }
  smallRoot(root, entries);
  return {
    root,
    outside: root,
    enter: [],
    look: () => manifest(root),
    async [Symbol.asyncDispose]() {
      if (size !== null) runTool('umount', [disk]);
      rmSync(place, { recursive: true });
    },
  };
}

/** A copy of a stage's root to make further stages of, gone when the process ends. */
export function keptCopy(stage: Stage): string {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-copy-'));
  process.on('exit', () => rmSync(place, { recursive: true }));
  runTool('cp', ['-a', stage.outside, join(place, 'root')]);
  return join(place, 'root');
}

/** A root like another, down to times, attributes and hard links. */
export function copiedStage(from: string): Stage {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-stage-'));
  const root = join(place, 'root');
  runTool('cp', ['-a', from, root]);
  return {
    root,
    outside: root,
    enter: [],
    look: () => manifest(root),
    [Symbol.asyncDispose]: async () => rmSync(place, { recursive: true }),
  };
}

/** A live system (live-lab.ts), where kernel settings of the network and audit rules are compared too: about 0.3 s. */
export async function liveStage(): Promise<Stage> {
  const lab = await liveLab();
  return {
    root: '/',
    outside: lab.root,
    enter: lab.enter,
    look: () => new Map([...manifest(lab.root, '/etc'), ['live', Object.fromEntries(liveState(lab))]]),
    [Symbol.asyncDispose]: () => lab[Symbol.asyncDispose](),
  };
}
