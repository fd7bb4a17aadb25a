import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apply } from '../../../src/engine/apply.ts';
import { makePlan } from '../../../src/engine/make-plan.ts';
import type { RollbackWish } from '../../../src/engine/plan-rollback.ts';
import { recover } from '../../../src/engine/recover.ts';
import { previewRollback, rollback } from '../../../src/engine/rollback.ts';
import type { Selection } from '../../../src/engine/selection.ts';
import { verifyRuns } from '../../../src/engine/verify-runs.ts';
import { asOnlyWriter, type Writer } from '../../../src/engine/writer.ts';
import { createMemoryBlobs } from '../../../src/host/memory-blobs.ts';
import { kinds } from '../../../src/kinds/index.ts';
import { sameState } from '../../../src/kinds/same-state.ts';
import type { Host } from '../../../src/model/host.ts';
import type { Path } from '../../../src/model/path.ts';
import type { Playbook } from '../../../src/model/playbook.ts';
import type { Run, RunId } from '../../../src/model/run.ts';
import type { Verified } from '../../../src/model/verified.ts';
import type { Wish } from '../../../src/model/wish.ts';
import { createMemoryStateDir } from './memory-state-dir.ts';

/** A playbook of which nothing is known but its wishes: each is a requirement, met when its part reads as wished. */
export function wishing(id: string, ...wishes: readonly Wish[]): Playbook {
  const unmet = {
    name: `unmet wishes of ${id}`,
    async read(host: Parameters<typeof makePlan>[0]): Promise<readonly boolean[]> {
      const blobs = createMemoryBlobs();
      return Promise.all(
        wishes.map(async ({ kind, key, part, desired }) => {
          const state = await kinds[kind].read(host, key, blobs);
          if (kind === 'entry' && state === null) return desired === null;
          return sameState(kinds[kind].part(state, part, blobs, key), desired);
        }),
      );
    },
  };
  return {
    id,
    title: id,
    severity: 'low',
    mode: 'auto',
    profiles: ['baseline'],
    why: '',
    mayBreak: [],
    references: {},
    params: {},
    facts: { unmet },
    assess: ({ facts }) =>
      wishes.map((wish, i) => {
        const isMet = (facts as { unmet: readonly boolean[] }).unmet[i] === true;
        return {
          object: `${wish.key} ${wish.part ?? ''}`,
          verdict: isMet ? 'met' : 'unmet',
          statement: id,
          evidence: [],
          wishes: isMet ? [] : [wish],
        };
      }),
  };
}

/** The engine on one host with a state directory of its own, gone when disposed of. */
export interface RunLab extends Disposable {
  /** Where its runs are, as the machine names it. */
  readonly stateDir: string;
  apply(...playbooks: readonly Playbook[]): Promise<Run>;
  rollback(id: RunId, wish?: Partial<RollbackWish>): Promise<Run>;
  recover(): Promise<readonly Run[]>;
  verify(): Promise<readonly Verified[]>;
  /** Stops the next apply or rollback before its change of this number: an interruption by signal. */
  stopBefore(change: number): void;
}

type AsOnlyWriter = (
  act: (writer: Writer) => Promise<unknown>,
  writer: Omit<Writer, 'stateDir'>,
) => Promise<unknown>;

/** With a real state directory and real locks. */
export function runLabOnDisk(host: Host): RunLab {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-runs-')) as Path;
  const stateDir: Path = `${place}/state`;
  return {
    ...runLab(host, stateDir, (act, writer) =>
      asOnlyWriter({ root: '/', path: stateDir }, place, 0, writer, act),
    ),
    [Symbol.dispose]: () => rmSync(place, { recursive: true }),
  };
}

/** With its runs in memory: nothing is waited for. */
export function runLabInMemory(host: Host): RunLab {
  const stateDir = createMemoryStateDir();
  return runLab(host, stateDir.path, (act, writer) => act({ ...writer, stateDir }));
}

function runLab(host: Host, stateDir: string, asOnly: AsOnlyWriter): RunLab {
  let stopBefore = Number.POSITIVE_INFINITY;
  let asked = 0;
  const only = <T>(act: (writer: Writer) => Promise<T>): Promise<T> => {
    asked = 0;
    const outside = {
      host,
      tool: 'test',
      now: () => '2026-01-02T03:04:05Z',
      interrupted: () => (++asked >= stopBefore ? 'SIGINT' : null),
      onProgress: () => undefined,
    };
    return asOnly(act, outside) as Promise<T>;
  };
  return {
    stateDir,
    apply: (...playbooks) =>
      only(async (writer) => {
        const selection: Selection = {
          playbooks,
          profile: 'baseline',
          params: {},
          allow: [],
          waivers: [],
          today: '2026-01-02',
        };
        // What is unfinished is recovered before a plan is worth making.
        await recover(writer.host, writer.stateDir, writer.now, 'all');
        const { plan } = await makePlan(writer.host, selection, writer.tool);
        return apply(writer, selection, { digest: plan.digest, onError: 'rollback', probes: [] });
      }),
    rollback: (id, wish = {}) =>
      only(async (writer) => {
        const full = { onDrift: 'refuse', allow: [], today: '2026-01-02', ...wish } as const;
        await recover(writer.host, writer.stateDir, writer.now, 'all');
        const { digest } = await previewRollback(writer.host, writer.stateDir, id, full);
        return rollback(writer, id, full, { digest, probes: [] });
      }),
    recover: async () =>
      (await only((writer) => recover(writer.host, writer.stateDir, writer.now, 'all'))).runs,
    verify: () => only((writer) => verifyRuns(writer.host, writer.stateDir, null)),
    stopBefore(change) {
      stopBefore = change;
    },
    [Symbol.dispose]: () => undefined,
  };
}
