import { decodeHostText, encodeHostText } from '../formats/host-text.ts';
import { createMemoryBlobs } from '../host/memory-blobs.ts';
import { createOverlayHost } from '../host/overlay-host.ts';
import { asEntryState, asJson } from '../kinds/entry-state.ts';
import { kinds } from '../kinds/index.ts';
import { sameState } from '../kinds/same-state.ts';
import type { Blobs } from '../model/blobs.ts';
import type { ChangePart } from '../model/change.ts';
import type { HostReader } from '../model/host.ts';
import type { Json } from '../model/json.ts';
import type { PlaybookId } from '../model/playbook.ts';
import type { Allowance } from '../model/policy.ts';
import { type Refusal, Refused } from '../model/refusal.ts';
import type { FirstBootUnit, RunChange } from '../model/run-plan.ts';
import { type DirectoryTime, directoryTimes } from './directory-times.ts';
import { firstBootBack } from './first-boot.ts';
import { isFilledDirectory } from './is-filled-directory.ts';
import { partsLeft, rollbacksOf } from './is-taken-back.ts';
import type { LoadedRun } from './load-run.ts';
import { otherHost } from './other-host.ts';
import type { Wanted } from './prepare-run.ts';
import type { ChangeState } from './run-state.ts';
import { threeWayMerge } from './three-way-merge.ts';

/** What to do where somebody has changed since what the run had changed. */
export type OnDrift = 'refuse' | 'merge' | 'keep' | 'force';

export interface RollbackWish {
  readonly playbook?: PlaybookId;
  readonly change?: number;
  readonly onDrift: OnDrift;
  /** What the policy lets a run do that the guards otherwise refuse. */
  readonly allow: readonly Allowance[];
  /** `YYYY-MM-DD`: the guards judge by it whether an account has expired. */
  readonly today: string;
}

export interface PlannedRollback {
  readonly changes: readonly Wanted[];
  readonly blobs: Blobs;
  readonly refusals: readonly Refusal[];
  /** The host as it will be. */
  readonly planned: HostReader;
  /** Whether nothing of the run is left afterwards. */
  readonly whole: boolean;
  /** What becomes of the unit that the run left in an image for its first boot; null where nothing does. */
  readonly firstBoot: FirstBootUnit | null;
}

/**
 * Plans taking back a run, one playbook's share of it, or one change; last change first. An undrifted thing goes back
 * to the old entry itself. Where other playbooks share in a thing, it becomes what it would have been without the
 * one that goes: the state before, with the other parts set. Drift is measured from what Holdfast wrote last.
 */
export async function planRollback(
  host: HostReader,
  run: LoadedRun,
  all: readonly LoadedRun[],
  wish: RollbackWish,
): Promise<PlannedRollback> {
  const { plan, state, folder } = run;
  const other = otherHost(run, host.identity);
  if (other !== null) throw new Refused(other);
  const refuse = (why: string) => new Refused({ code: 'not-rollbackable', args: { run: folder.id, why } });
  if (!['applied', 'waiting', 'partly'].includes(state.status) || state.isPurged) {
    throw refuse(`it is ${state.isPurged ? 'purged' : state.status}`);
  }
  if (
    state.status === 'waiting' &&
    (wish.playbook !== undefined || wish.change !== undefined || wish.onDrift !== 'refuse')
  ) {
    throw refuse('it waits for confirmation: confirm it first, or take back all of it as it was made');
  }
  const earlier = rollbacksOf(run, all);
  const blobs = createMemoryBlobs(
    earlier.reduce<Blobs>((behind, { folder: { blobs: b } }) => layered(b, behind), folder.blobs),
  );
  const made = plan.changes.filter(({ number }) => state.changes.get(number)?.isDone === true);
  if (wish.change !== undefined && !made.some(({ number }) => number === wish.change)) {
    throw new Refused({ code: 'unknown-change', args: { run: folder.id, change: wish.change } });
  }
  const standing = made.filter((change) => partsLeft(change, earlier).length > 0);
  const isGoing = (change: RunChange, { playbook }: ChangePart) =>
    (wish.change === undefined || change.number === wish.change) &&
    (wish.playbook === undefined || playbook === wish.playbook);
  const isLast = standing.every((change) =>
    partsLeft(change, earlier).every((part) => isGoing(change, part)),
  );
  const directoryTime = directoryTimes(run, earlier, standing);
  // A thing that a run changed twice, such as a unit stopped and started again, is taken back in two steps.
  const overlay = createOverlayHost(host);
  const changes: Wanted[] = [];
  const refusals: Refusal[] = [];
  for (const change of [...made].reverse()) {
    const was = state.changes.get(change.number);
    const parts = partsLeft(change, earlier);
    const going = parts.filter((part) => isGoing(change, part));
    if (was === undefined || going.length === 0) continue;
    const staying = parts.filter((part) => !going.includes(part));
    try {
      const back = await takeBack(
        overlay,
        change,
        was,
        { going, staying, written: lastWritten(change, was, earlier), directoryTime },
        wish.onDrift,
        blobs,
      );
      if (back === null) continue;
      changes.push({ ...back, number: changes.length + 1 });
      await kinds[back.kind].put(overlay, back.key, back.after, blobs);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refusals.push(error.refusal);
    }
  }
  return {
    changes,
    blobs,
    refusals,
    planned: overlay,
    whole: wish.playbook === undefined && wish.change === undefined,
    firstBoot: isLast ? await firstBootBack(host, plan.firstBoot) : null,
  };
}

interface Shares {
  readonly going: readonly ChangePart[];
  readonly staying: readonly ChangePart[];
  /** The state that Holdfast left behind: of the run itself, or of the last rollback of a part of it. */
  readonly written: Json;
  /** Asked once for each change that goes back whole. */
  readonly directoryTime: (change: RunChange) => DirectoryTime | null;
}

async function takeBack(
  host: HostReader,
  change: RunChange,
  was: ChangeState,
  { going, staying, written, directoryTime }: Shares,
  onDrift: OnDrift,
  blobs: Blobs,
): Promise<Wanted | null> {
  const { kind: name, key } = change;
  const kind = kinds[name];
  const isWhole = staying.length === 0;
  const target = isWhole
    ? was.before
    : kind.want(
        was.before,
        staying.map(({ part, after }) => ({ ...(part === undefined ? {} : { part }), desired: after })),
        blobs,
        key,
      );
  const now = await kind.read(host, key, blobs);
  const isFilled = await isFilledDirectory(host, change, target);
  const place = isFilled ? 'foreign' : kind.where(now, { before: target, after: written });
  // Where others want the same, nothing changes on the host, but the share is given back and that is recorded.
  if ((place === 'before' && isWhole) || (isWhole && sameState(now, target))) return null;
  const common = {
    number: 0,
    kind: name,
    key,
    before: now,
    undo: kind.undo(now, target),
    parts: going.map(({ playbook, part, before, after }) => ({
      playbook,
      ...(part === undefined ? {} : { part }),
      before: after,
      after: before,
    })),
    effects: change.effects,
  };
  if (place === 'after') {
    const { before, after } = kind.rematch?.(now, { before: now, after: target }) ?? {
      before: now,
      after: target,
    };
    return isWhole
      ? { ...common, before, after, restore: change.keep, directoryTime: directoryTime(change) }
      : { ...common, before, after };
  }
  switch (onDrift) {
    case 'refuse':
      throw new Refused({ code: 'drift', args: { kind: name, key, change: change.number } });
    case 'keep':
      return null;
    case 'force':
      if (isFilled) return null;
      return { ...common, after: target, restore: isWhole ? change.keep : null, directoryTime: null };
    case 'merge': {
      if (isFilled) return null;
      const after = merge(name, key, { base: written, now, target }, blobs);
      return sameState(after, now) ? null : { ...common, after };
    }
  }
}

/** Only text can be merged: of two modes or two kernel settings nobody can tell which one is meant. */
function merge(
  kind: string,
  key: string,
  states: { base: Json; now: Json; target: Json },
  blobs: Blobs,
): Json {
  const [base, now, target] = [states.base, states.now, states.target].map((state) =>
    kind === 'entry' ? asEntryState(state) : null,
  );
  if (base?.type !== 'file' || now?.type !== 'file' || target?.type !== 'file') {
    throw new Refused({ code: 'not-mergeable', args: { kind, key } });
  }
  const [baseText, nowText, targetText] = [base, now, target].map((file) =>
    decodeHostText(blobs.get(file.content)),
  );
  const merged = threeWayMerge(baseText ?? '', nowText ?? '', targetText ?? '');
  if ('conflict' in merged)
    throw new Refused({ code: 'merge-conflict', args: { key, line: merged.conflict } });
  const content = encodeHostText(merged.text);
  // Metadata that the run changed goes back as well, unless somebody has changed it since.
  const field = <K extends 'mode' | 'uid' | 'gid'>(name: K) =>
    now[name] === base[name] ? target[name] : now[name];
  const owned = { mode: field('mode'), uid: field('uid'), gid: field('gid') };
  return asJson({ ...now, ...owned, content: blobs.put(content), size: content.length, mtime: null });
}

function lastWritten(change: RunChange, was: ChangeState, earlier: readonly LoadedRun[]): Json {
  for (const { plan, state } of [...earlier].reverse()) {
    const later = plan.changes.find(({ kind, key }) => kind === change.kind && key === change.key);
    const written = later === undefined ? undefined : state.changes.get(later.number);
    if (written !== undefined) return written.after;
  }
  return was.after;
}

function layered(first: Blobs, behind: Blobs): Blobs {
  return {
    put: first.put,
    get(hash) {
      try {
        return first.get(hash);
      } catch (error) {
        if (error instanceof Refused) return behind.get(hash);
        throw error;
      }
    },
  };
}
