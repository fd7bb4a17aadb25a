import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, writeFileSync } from 'node:fs';
import { FIRST_HASH, recordLine } from '../../../src/engine/journal-text.ts';
import { rescueScript } from '../../../src/engine/rescue-script.ts';
import { encodeHostText } from '../../../src/formats/host-text.ts';
import { asJson } from '../../../src/kinds/entry-state.ts';
import type { Entry } from '../../../src/model/entry.ts';
import type { HostIdentity } from '../../../src/model/host.ts';
import type { Path } from '../../../src/model/path.ts';
import type { RecordBody } from '../../../src/model/record.ts';
import type { Arming, KeepingPlace, RunChange, RunPlan } from '../../../src/model/run-plan.ts';
import { bytesOf, type Tree } from '../../laws/lab/tree.ts';
import { type DiskTree, plantOnDisk } from './disk-tree.ts';

/** A change of a made-up run, numbered by its place; its directory had the time 1000 s before. */
export interface Meant {
  readonly path: Path;
  readonly before: Entry | null;
  readonly after: Entry | null;
  /** The directory's time when the change was done, in nanoseconds; `now` as it stands, null if it was never done. */
  readonly done?: string | 'now' | null;
}

export interface RunMeant {
  readonly tree: Tree;
  readonly changes: readonly Meant[];
  readonly blobs?: readonly (string | Uint8Array)[];
  readonly host?: Partial<HostIdentity>;
  readonly arming?: Arming;
  readonly keeping?: readonly KeepingPlace[];
}

/** A disk as a run left it, with the run's folder on it, for the script alone: no engine had a hand in it. */
export interface RescueStage extends DiskTree {
  readonly folder: string;
  /** The kept inode of a change. */
  kept(change: number): string;
  run(options?: { readonly shell?: readonly string[]; readonly args?: readonly string[] }): {
    readonly status: number | null;
    readonly stdout: string;
    readonly stderr: string;
  };
}

export const TIME_BEFORE = '1000000000007';

export function rescueStage({
  tree,
  changes,
  blobs = [],
  host = {},
  arming,
  keeping = [],
}: RunMeant): RescueStage {
  const disk = plantOnDisk(tree);
  const folder = `${disk.root}/state/runs/000001`;
  for (const path of [`${folder}/blobs`, `${disk.root}/state/kept`]) mkdirSync(path, { recursive: true });
  const plan: RunPlan = {
    version: 1,
    run: '000001',
    type: 'apply',
    of: null,
    whole: true,
    tool: 'test',
    host: { type: 'image', machine: null, root: disk.root, ...host },
    isInside: true,
    digest: null,
    changes: changes.map(({ path, before, after }, i): RunChange => {
      const directory = (path.slice(0, path.lastIndexOf('/')) || '/') as Path;
      return {
        number: i + 1,
        kind: 'entry',
        key: path,
        before: asJson(before),
        after: asJson(after),
        undo: 'exact',
        parts: [],
        effects: [],
        keep: before === null ? null : `/state/kept/000001-${i + 1}`,
        restore: null,
        directory,
        directoryTimeBefore: TIME_BEFORE,
        directoryTime: null,
      };
    }),
    effects: [],
    arming: arming ?? null,
    keeping,
  };
  const records = plan.changes.flatMap(({ number, before, after, directory }, i): RecordBody[] => {
    const { done = 'now' } = changes[i] ?? {};
    const now = () => lstatSync(disk.at(directory ?? '/'), { bigint: true }).mtimeNs.toString();
    return [
      { type: 'intent', change: number, before, after, directoryTime: TIME_BEFORE },
      ...(done === null
        ? []
        : [{ type: 'done', change: number, directoryTime: done === 'now' ? now() : done } as const]),
    ];
  });
  let head = { count: 0, hash: FIRST_HASH };
  const lines = records.map((body) => {
    const written = recordLine(body, head);
    head = written.head;
    return written.line;
  });
  writeFileSync(`${folder}/journal.ndjson`, `${lines.join('')}\n\n`);
  writeFileSync(`${folder}/rescue.sh`, encodeHostText(rescueScript(plan)));
  for (const blob of blobs) {
    const content = bytesOf(blob);
    writeFileSync(`${folder}/blobs/${createHash('sha256').update(content).digest('hex')}`, content);
  }
  return {
    ...disk,
    folder,
    kept: (change) => `${disk.root}/state/kept/000001-${change}`,
    run({ shell = ['sh'], args = ['--root', disk.root] } = {}) {
      const [program = '', ...words] = [...shell, `${folder}/rescue.sh`, ...args];
      return spawnSync(program, words, { encoding: 'utf8' });
    },
  };
}
