import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Host } from '../../../src/model/host.ts';
import type { Path } from '../../../src/model/path.ts';
import { Refused } from '../../../src/model/refusal.ts';
import type { RunId } from '../../../src/model/run.ts';
import { type RunLab, wishing } from './run-lab.ts';

const PATHS = ['/etc/a', '/etc/b', '/etc/c'] as const;
const TEXTS = ['one\n', '', 'two\n', null] as const;
type OnDrift = 'refuse' | 'keep' | 'force';

/** A file as the model knows it. A time of null is any: a plan does not know when it will be carried out. */
type State = { readonly text: string; readonly time: string | null } | null;
interface ModelChange {
  readonly path: Path;
  readonly before: State;
  readonly after: State;
}
interface ModelRun {
  readonly id: RunId;
  /** The run that it rolled back. */
  readonly of: RunId | null;
  readonly changes: readonly ModelChange[];
}

/** Something that happens to the host. What is wished for is a text for each path, where there is one. */
type Wanted = readonly (string | null | undefined)[];
type Step =
  | { readonly do: 'apply' | 'interrupt' | 'crash'; readonly wanted: Wanted; readonly at: number }
  | { readonly do: 'edit'; readonly path: Path; readonly text: string | null }
  | { readonly do: 'rollback'; readonly run: number; readonly onDrift: OnDrift };

const wanted = fc.tuple(...PATHS.map(() => fc.constantFrom(...TEXTS, undefined)));
const at = fc.integer({ min: 1, max: 3 });
const rollbackStep = fc.record<Step & { do: 'rollback' }>({
  do: fc.constant('rollback'),
  run: fc.nat({ max: 9 }),
  onDrift: fc.constantFrom<OnDrift>('refuse', 'keep', 'force'),
});
const applyStep = <D extends 'apply' | 'interrupt' | 'crash'>(what: D) =>
  fc.record({ do: fc.constant(what), wanted, at });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: applyStep('apply') },
  { weight: 3, arbitrary: rollbackStep },
  { weight: 1, arbitrary: applyStep('interrupt') },
  { weight: 1, arbitrary: applyStep('crash') },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      path: fc.constantFrom(...PATHS),
      text: fc.constantFrom(...TEXTS, 'mine\n'),
    }),
  },
);

/** A host with what the model needs besides: editing it behind the tool's back, and looking at all of it. */
export interface Stage extends Disposable {
  readonly host: Host;
  readonly makeLab: (host: Host) => RunLab;
  edit(path: Path, text: string | null, time: number): Promise<void>;
  /** All that there is, times included; null where only the model can tell. */
  manifest(): unknown;
}

async function play(stage: Stage, steps: readonly Step[]): Promise<void> {
  const mortal = createMortal(stage.host);
  using lab = stage.makeLab(mortal.host);
  const files = new Map<Path, State>();
  const runs: ModelRun[] = [];
  const look = async () => {
    for (const path of PATHS) {
      const [bytes, status] = [await stage.host.read(path), await stage.host.status(path)];
      const found: State =
        bytes === null ? null : { text: Buffer.from(bytes).toString(), time: status?.mtime ?? null };
      const known = files.get(path) ?? null;
      assert.ok(isSame(found, known), `${path} is ${JSON.stringify(found)}, not ${JSON.stringify(known)}`);
      files.set(path, found);
    }
  };
  const plannedChanges = (all: Wanted): ModelChange[] =>
    PATHS.flatMap((path, i) => {
      const [text, before] = [all[i], files.get(path) ?? null];
      if (text === undefined || text === (before?.text ?? null)) return [];
      return [{ path, before, after: text === null ? null : { text, time: null } }];
    });
  const playbook = (all: Wanted) =>
    wishing(
      'test/texts',
      ...PATHS.flatMap((key, i) => {
        const desired = all[i];
        return desired === undefined ? [] : [{ kind: 'entry' as const, key, part: 'text', desired }];
      }),
    );

  for (const path of PATHS) {
    const status = await stage.host.status(path);
    if (status !== null) files.set(path, { text: 'base\n', time: status.mtime });
  }
  for (const [i, now] of steps.entries()) {
    if (now.do === 'edit') {
      await stage.edit(now.path, now.text, i + 1);
      files.set(now.path, now.text === null ? null : { text: now.text, time: `${i + 1}000000000` });
    } else if (now.do === 'rollback') {
      const run = runs[now.run % Math.max(runs.length, 1)];
      if (run === undefined) continue;
      const outcome = rolledBack(run, runs, files, now.onDrift);
      try {
        const { id } = await lab.rollback(run.id, { onDrift: now.onDrift });
        assert.ok(outcome !== 'drift', 'drift was overwritten');
        for (const { path, after } of outcome) files.set(path, after);
        runs.push({ id, of: run.id, changes: outcome });
      } catch (error) {
        if (!(error instanceof Refused) || outcome !== 'drift') throw error;
        assert.equal(error.refusal.code, 'drift');
      }
    } else {
      const changes = plannedChanges(now.wanted);
      const before = stage.manifest();
      if (now.do === 'interrupt') lab.stopBefore(now.at);
      if (now.do === 'crash') mortal.dieAfter(now.at);
      const run = await lab.apply(playbook(now.wanted)).catch((error) => {
        if (!mortal.isDead()) throw error;
      });
      lab.stopBefore(Number.POSITIVE_INFINITY);
      mortal.revive();
      await lab.recover();
      if (run?.status === 'applied') {
        for (const { path, after } of changes) files.set(path, after);
        runs.push({ id: run.id, of: null, changes });
      } else {
        assert.ok(now.do !== 'apply', run?.status);
        assert.deepEqual(stage.manifest(), before);
      }
    }
    await look();
  }
  for (const { run, refusals } of await lab.verify()) assert.deepEqual(refusals, [], run);
}

/** What a rollback changes, by the model; or that it is refused. */
function rolledBack(
  run: ModelRun,
  runs: readonly ModelRun[],
  files: ReadonlyMap<Path, State>,
  onDrift: OnDrift,
): 'drift' | ModelChange[] {
  const made: ModelChange[] = [];
  const gone = holding(run, runs).flatMap(({ changes }) => changes.map(({ path }) => path));
  for (const { path, before, after } of [...run.changes].reverse()) {
    const now = files.get(path) ?? null;
    if (gone.includes(path) || (isSame(now, before) && !isSame(now, after))) continue;
    if (!isSame(now, after)) {
      if (onDrift === 'refuse') return 'drift';
      if (onDrift === 'keep') continue;
    }
    made.push({ path, before: now, after: before });
  }
  return made;
}

/** The rollbacks of a run that have not been rolled back themselves. */
function holding(run: ModelRun, runs: readonly ModelRun[]): readonly ModelRun[] {
  return runs.filter((other) => other.of === run.id && holding(other, runs).length === 0);
}

function isSame(a: State, b: State): boolean {
  if (a === null || b === null) return a === b;
  return a.text === b.text && (a.time === null || b.time === null || a.time === b.time);
}

/** The same host, until it dies: after so many puts, nothing of it answers any more. */
function createMortal(host: Host) {
  let left = Number.POSITIVE_INFINITY;
  const alive = () => {
    if (left <= 0) throw new Error('the machine has died');
  };
  const guarded = Object.fromEntries(
    Object.entries(host).map(([name, value]) => [
      name,
      typeof value !== 'function'
        ? value
        : async (...args: unknown[]) => {
            alive();
            const answer = await value(...args);
            if (name === 'putEntry' || name === 'putTime') left -= 1;
            alive();
            return answer;
          },
    ]),
  ) as unknown as Host;
  return {
    host: guarded,
    dieAfter: (puts: number) => {
      left = puts;
    },
    isDead: () => left <= 0,
    revive: () => {
      left = Number.POSITIVE_INFINITY;
    },
  };
}

/** Applying, rolling back, editing, failing and dying keep to the model. */
export async function transactionLaw(make: () => Stage, maxLength: number, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength }), async (steps) => {
      using stage = make();
      await play(stage, steps);
    }),
    { numRuns },
  );
}
