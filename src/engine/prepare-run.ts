import { hostPath } from '../formats/host-path.ts';
import { encodeHostText } from '../formats/host-text.ts';
import { createMemoryBlobs } from '../host/memory-blobs.ts';
import type { RunFolder } from '../host/run-folder.ts';
import { asEntryState } from '../kinds/entry-state.ts';
import { kinds } from '../kinds/index.ts';
import type { Blobs } from '../model/blobs.ts';
import type { Change } from '../model/change.ts';
import type { Host } from '../model/host.ts';
import type { Json } from '../model/json.ts';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import type { KeepingPlace, RunChange, RunPlan } from '../model/run-plan.ts';
import type { Wait } from '../model/wait.ts';
import { planArming } from './boot-unit.ts';
import { canonicalJson } from './canonical-json.ts';
import { digestOf } from './digest.ts';
import { planFirstBoot } from './first-boot.ts';
import { firstBootScript } from './first-boot-script.ts';
import { createJournal } from './journal.ts';
import { isInside } from './other-host.ts';
import { rescueScript } from './rescue-script.ts';
import { revertScript } from './revert-script.ts';
import { timeOf } from './time-of.ts';
import type { Transaction } from './transaction.ts';

/** A change, and for a rollback where the old inode and the directory's old time are to be had. */
export type Wanted = Change & Partial<Pick<RunChange, 'restore' | 'directoryTime'>>;

export type RunPlanHeader = Pick<
  RunPlan,
  'type' | 'of' | 'whole' | 'tool' | 'digest' | 'effects' | 'firstBoot'
>;

/** For a run that is kept only if it is confirmed: how, and what the system starts to take it back. */
export interface Reverting extends Wait {
  /** The words of `holdfast recover` for this state directory. */
  readonly recover: readonly string[];
}

/** What one record can be besides the states it names. */
const RECORD_ROOM = 700;
const JOURNAL_ROOM = 16 * 1024;

/**
 * Puts all on disk that undoing the run could need, then opens its journal: contents before and after, the plan,
 * the rescue script, and room for every record. Only then may anything on the host change.
 */
export async function prepareRun(
  host: Host,
  folder: RunFolder,
  header: RunPlanHeader,
  wanted: readonly Wanted[],
  blobs: Blobs,
  now: () => string,
  reverting: Reverting | null = null,
): Promise<Transaction> {
  const changes: RunChange[] = [];
  // No two runs have the same name for what they keep, also when a state directory is lost or there are two.
  const own = digestOf([folder.path, now()]).slice(0, 8);
  for (const change of wanted)
    changes.push(await withKept(host, await withPlaces(host, `${folder.id}-${own}`, change), folder, blobs));
  const arming = await planArming(host, folder.path);
  const firstBoot =
    header.type === 'apply'
      ? await planFirstBoot(host, folder.path, folder.id, header.effects)
      : (header.firstBoot ?? null);
  const keeping = await keepingPlaces(host, [
    ...changes.flatMap(({ kind, key }) => (kind === 'entry' ? [key as Path] : [])),
    ...[arming, firstBoot].flatMap((armed) => (armed === null ? [] : [armed.unit, armed.link])),
  ]);
  if (reverting !== null && arming === null) throw new Refused({ code: 'cannot-wait', args: {} });
  const { identity } = host;
  const where = { host: identity, isInside: isInside(folder.path, identity.root) };
  const plan: RunPlan = {
    version: 1,
    run: folder.id,
    ...where,
    ...header,
    changes,
    arming,
    ...(firstBoot === null ? {} : { firstBoot }),
    keeping,
    ...(reverting === null
      ? {}
      : {
          waits: {
            by: reverting.by,
            withinSeconds: reverting.withinSeconds,
            timer: `holdfast-revert-${folder.id}-${own}`,
          },
        }),
  };

  if (header.type === 'apply' && firstBoot !== null)
    folder.create('first-boot.sh', encodeHostText(firstBootScript(plan, firstBoot)));
  folder.create('rescue.sh', encodeHostText(rescueScript(plan)));
  if (reverting !== null) {
    folder.create('revert.sh', encodeHostText(revertScript(plan, reverting.recover)));
  }
  folder.create('plan.json', encodeHostText(canonicalJson(plan as unknown as Json)));
  const journal = createJournal(folder, room(changes));
  journal.append({ type: 'begin', at: now(), plan: digestOf(plan as unknown as Json) });
  return { host, folder, journal, plan, blobs: createMemoryBlobs(folder.blobs), now };
}

/** Contents before and after in the folder, where they are from then on. */
async function withKept(host: Host, change: RunChange, folder: RunFolder, blobs: Blobs): Promise<RunChange> {
  const { kind, key } = change;
  if (kind === 'entry') {
    for (const state of [asEntryState(change.before), asEntryState(change.after)])
      if (state?.type === 'file') folder.blobs.put(blobs.get(state.content));
    return change;
  }
  const { keep } = kinds[kind];
  if (keep === undefined) return change;
  const kept: Blobs = { get: blobs.get, put: (content) => folder.blobs.put(content) };
  const before = await keep(host, key, change.before, kept);
  const after = await keep(host, key, change.after, kept);
  return { ...change, before, after };
}

async function withPlaces(host: Host, own: string, change: Wanted): Promise<RunChange> {
  const { restore = null, directoryTime = null } = change;
  if (change.kind !== 'entry') {
    return { ...change, restore, directoryTime, keep: null, directory: null, directoryTimeBefore: null };
  }
  const path = change.key as Path;
  const directory = hostPath.parent(path);
  const keep: Path | null =
    change.before === null ? null : `${await host.keepingPlace(path)}/${own}-${change.number}`;
  const directoryTimeBefore = await timeOf(host, directory);
  return { ...change, restore, directoryTime, keep, directory, directoryTimeBefore };
}

/** Also for what is new: it is made there, too. */
async function keepingPlaces(host: Host, paths: readonly Path[]): Promise<readonly KeepingPlace[]> {
  const places = new Set<Path>();
  for (const path of paths) places.add(await host.keepingPlace(path));
  return Promise.all(
    [...places].map(async (path) => ({
      path,
      time: hostPath.name(path) === '.holdfast' ? await timeOf(host, hostPath.parent(path)) : null,
    })),
  );
}

/** Intent, done, undo and undone of every change, each on a disk that may be full by then. */
function room(changes: readonly RunChange[]): number {
  const states = changes.map(({ before, after }) =>
    [before, after].reduce<number>((sum, state) => sum + Buffer.byteLength(canonicalJson(state)), 0),
  );
  return JOURNAL_ROOM + states.reduce((sum, size) => sum + 2 * size + 4 * RECORD_ROOM, 0);
}
