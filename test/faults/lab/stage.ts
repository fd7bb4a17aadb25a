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
  /** All that is compared. */
  look(): Manifest;
}

/** A root of a few files, made in milliseconds; on a tmpfs of its own where a size (`64k`) is given: a disk to fill. */
export async function rootStage(
  entries: Readonly<Record<string, SmallEntry>>,
  size: string | null = null,
): Promise<Stage> {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-stage-'));
  const root = join(place, 'disk/root');
  mkdirSync(join(place, 'disk'));
  if (size !== null) runTool('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'disk', join(place, 'disk')]);
  smallRoot(root, entries);
  return {
    root,
    outside: root,
    enter: [],
    look: () => manifest(root),
    async [Symbol.asyncDispose]() {
      if (size !== null) runTool('umount', [join(place, 'disk')]);
      rmSync(place, { recursive: true });
    },
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
