import { hostPath } from '../formats/host-path.ts';
import { kinds } from '../kinds/index.ts';
import { sameState } from '../kinds/same-state.ts';
import type { Blobs } from '../model/blobs.ts';
import type { Change, ChangePart } from '../model/change.ts';
import type { Effect, Unit } from '../model/effect.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Finding, Objection } from '../model/plan.ts';
import { Refused } from '../model/refusal.ts';
import type { KindName, Wish } from '../model/wish.ts';
import { distinct } from './distinct.ts';

export interface Composed {
  readonly changes: readonly Change[];
  readonly objections: readonly Objection[];
}

interface Wished extends Wish {
  readonly playbook: string;
}

/**
 * Entries first, in the order wished: what is loaded live must be what is on disk. Before them only the units that are to
 * stop, since turned round that is to start, which takes files that are back. Packages last: what their own scripts do
 * finds all the rest as it shall be.
 */
const ORDER: readonly KindName[] = ['entry', 'kernel-setting', 'audit-rule', 'unit', 'package'];

/**
 * Turns the wishes of all unmet findings into changes: one per thing, with all its parts composed. Equal wishes
 * for one part are one; different ones are refused with both names. What already is as wished is no change.
 */
export async function composeChanges(
  host: HostReader,
  findings: readonly Finding[],
  blobs: Blobs,
): Promise<Composed> {
  const things = new Map<string, Wished[]>();
  const objections: Objection[] = [];
  for (const { playbook, verdict, wishes } of findings) {
    if (verdict !== 'unmet') continue;
    for (const wish of wishes) {
      try {
        for (const wished of await located(host, wish)) {
          const id = `${wished.kind} ${wished.key}`;
          things.set(id, [...(things.get(id) ?? []), { ...wished, playbook }]);
        }
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        objections.push({ refusal: error.refusal, playbooks: [playbook] });
      }
    }
  }
  const changes: Change[] = [];
  const sorted = [...things.values()].sort((a, b) => rank(a) - rank(b));
  for (const wishes of sorted) {
    try {
      const change = await compose(host, wishes, blobs, changes.length + 1);
      if (change !== null) changes.push(change);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const playbooks = distinct(wishes.map(({ playbook }) => playbook));
      objections.push({ refusal: error.refusal, playbooks });
    }
  }
  return { changes: await held(host, changes, sorted.flat(), blobs), objections };
}

/** Units that must not run meanwhile: stopped by the first changes and started by the last, so a crash between is undone like any other. */
async function held(
  host: HostReader,
  changes: readonly Change[],
  wishes: readonly Wished[],
  blobs: Blobs,
): Promise<readonly Change[]> {
  const stops: Change[] = [];
  for (const unit of distinct(wishes.flatMap(({ holds }): readonly Unit[] => holds ?? []))) {
    const before = await kinds.unit.read(host, unit, blobs);
    const after = kinds.unit.want(before, [{ desired: 'inactive' }], blobs, unit);
    if (kinds.unit.where(before, { before: null, after }) === 'after') continue;
    const holders = distinct(
      wishes.filter(({ holds }) => holds?.includes(unit)).map(({ playbook }) => playbook),
    );
    const [running, stopped] = [before, after].map((state) => kinds.unit.part(state, undefined, blobs, unit));
    const parts = holders.map((playbook) => ({ playbook, before: running ?? null, after: stopped ?? null }));
    stops.push({
      number: 0,
      kind: 'unit',
      key: unit,
      before,
      after,
      undo: 'best-effort',
      parts,
      effects: [],
    });
  }
  const starts = stops.map(turnedRound).reverse();
  return [...stops, ...changes, ...starts].map((change, i) => ({ ...change, number: i + 1 }));
}

function turnedRound({ before, after, parts, ...change }: Change): Change {
  const turned = parts.map((part) => ({ ...part, before: part.after, after: part.before }));
  return { ...change, before: after, after: before, parts: turned };
}

/** The wish by its real path, after wishes for the directories that are missing on the way. */
async function located(host: HostReader, wish: Wish): Promise<readonly Wish[]> {
  if (wish.kind !== 'entry') return [wish];
  const key = await realPath(host, wish);
  const directories = wish.desired === null ? [] : await missingDirectories(host, key as Path);
  return [...directories.map(directoryWish), { ...wish, key }];
}

/** A link on the way, or at the end, is followed: the plan names the real file, and a link is never replaced by a file. */
async function realPath(host: HostReader, wish: Wish): Promise<string> {
  const path = wish.key as Path;
  const whole = wish.part === undefined;
  const found = whole ? null : await host.resolve(path);
  if (found !== null) return found;
  const directory = (await host.resolve(hostPath.parent(path))) ?? hostPath.parent(path);
  return hostPath.join(directory, hostPath.name(path));
}

/** From the top down. A drop-in may be the first of its directory. */
async function missingDirectories(host: HostReader, path: Path): Promise<readonly Path[]> {
  const missing: Path[] = [];
  const names = path.split('/').slice(1, -1);
  for (let depth = names.length; depth > 0; depth--) {
    const directory: Path = `/${names.slice(0, depth).join('/')}`;
    if ((await host.status(directory)) !== null) break;
    missing.unshift(directory);
  }
  return missing;
}

function directoryWish(key: Path): Wish {
  return { kind: 'entry', key, desired: { directory: true } };
}

async function compose(
  host: HostReader,
  wishes: readonly Wished[],
  blobs: Blobs,
  number: number,
): Promise<Change | null> {
  const [first] = wishes;
  if (first === undefined) return null;
  const { kind: name, key } = first;
  const kind = kinds[name];
  const asked = agreed(wishes);
  const before = await kind.read(host, key, blobs);
  const after = kind.want(before, asked, blobs, key);
  if (sameState(before, after)) return null;
  const parts = wishes.filter((wish, i) => wishes.findIndex((other) => sameShare(other, wish)) === i);
  return {
    number,
    kind: name,
    key,
    before,
    after,
    undo: kind.undo(before, after),
    parts: parts.map(
      ({ playbook, part, desired }): ChangePart => ({
        playbook,
        ...(part === undefined ? {} : { part }),
        before: kind.part(before, part, blobs, key),
        after: desired,
      }),
    ),
    effects: distinct(wishes.flatMap(({ effects }): readonly Effect[] => effects ?? [])),
  };
}

/** One wish a part. */
function agreed(wishes: readonly Wished[]): readonly Wished[] {
  const byPart = new Map<string | undefined, Wished>();
  for (const wish of wishes) {
    const other = byPart.get(wish.part);
    if (other !== undefined && !sameState(other.desired, wish.desired)) {
      const playbooks = distinct([other.playbook, wish.playbook]).join(', ');
      const { kind, key, part = '' } = wish;
      throw new Refused({ code: 'wishes-differ', args: { kind, key, part, playbooks } });
    }
    byPart.set(wish.part, wish);
  }
  return [...byPart.values()];
}

function sameShare(a: Wished, b: Wished): boolean {
  return a.playbook === b.playbook && a.part === b.part;
}

function rank([wish]: readonly Wished[]): number {
  if (wish === undefined) return 0;
  return wish.kind === 'unit' && wish.desired === 'inactive' ? -1 : ORDER.indexOf(wish.kind);
}
