import { decodeHostText } from '../formats/host-text.ts';
import type { HostReader } from '../model/host.ts';
import type { Live, LiveKind } from '../model/live.ts';
import type { Path } from '../model/path.ts';
import { type Refusal, Refused } from '../model/refusal.ts';
import type { CapturedLive, CapturedObservation, Snapshot } from '../model/snapshot.ts';
import { captureEntries } from './capture-entries.ts';
import { snapshotWithoutSecrets } from './snapshot-without-secrets.ts';
import { sortedByKey } from './sorted-by-key.ts';

export interface CapturingHost {
  readonly host: HostReader;
  /** All that the host has been asked so far, with its answers and without its secrets. */
  snapshot(): Snapshot;
}

/**
 * Passes every question on and remembers it with its answer. A question is put to the host once and answered
 * the same from then on: a capture that took a while would otherwise contradict itself.
 */
export function createCapturingHost(reader: HostReader): CapturingHost {
  const answers = new Map<string, Promise<unknown>>();
  const refused = new Map<string, Refusal>();
  const observations = new Map<string, CapturedObservation>();
  const obstacles = new Map<Path, readonly Refusal[]>();
  const live: {
    readonly [K in LiveKind]: { keys: Map<string, readonly string[]>; states: Map<string, Live[K] | null> };
  } = {
    'kernel-setting': { keys: new Map(), states: new Map() },
    'audit-rule': { keys: new Map(), states: new Map() },
    unit: { keys: new Map(), states: new Map() },
  };

  function once<T>(question: string, ask: () => Promise<T>): Promise<T> {
    const known = answers.get(question) ?? ask();
    answers.set(question, known);
    return known as Promise<T>;
  }

  /** The same, with a refusal as an answer that is kept, too. */
  function asked<T>(question: string, ask: () => Promise<T>): Promise<T> {
    return once(question, async () => {
      try {
        return await ask();
      } catch (error) {
        if (error instanceof Refused) refused.set(question, error.refusal);
        throw error;
      }
    });
  }

  const entries = captureEntries(reader, asked);

  const host: HostReader = {
    identity: reader.identity,
    ...entries.reader,
    live: <K extends LiveKind>(kind: K, key: string) =>
      asked(`live ${kind} ${key}`, async () => {
        const state = await reader.live(kind, key);
        live[kind].states.set(key, state);
        return state;
      }),
    liveKeys: (kind, pattern) =>
      asked(`liveKeys ${kind} ${pattern}`, async () => {
        const keys = await reader.liveKeys(kind, pattern);
        live[kind].keys.set(pattern, keys);
        return keys;
      }),
    observe: (what) => {
      const question = JSON.stringify(what);
      return once(`observe ${question}`, async () => {
        try {
          const bytes = await reader.observe(what);
          observations.set(question, { what, says: decodeHostText(bytes) });
          return bytes;
        } catch (error) {
          if (error instanceof Refused) observations.set(question, { what, refusal: error.refusal });
          throw error;
        }
      });
    },
    moment: () => reader.moment(),
    checkCandidate: (tool, args, candidate) => reader.checkCandidate(tool, args, candidate),
    obstacles: async (path, to, bytes) => {
      const found = await reader.obstacles(path, to, bytes);
      if (found.length > 0) obstacles.set(path, found);
      return found;
    },
    // What is tried would not be in the capture, and the keys that it takes must not be.
    rehearse: async () => null,
    packageFile: (name, version) => reader.packageFile(name, version),
  };

  const liveOf = <K extends LiveKind>(kind: K): CapturedLive<K> => ({
    keys: sortedByKey(live[kind].keys),
    states: sortedByKey(live[kind].states),
  });

  return {
    host,
    snapshot: () =>
      snapshotWithoutSecrets({
        host: { type: reader.identity.type, machine: reader.identity.machine },
        ...entries.captured(),
        live: {
          'kernel-setting': liveOf('kernel-setting'),
          'audit-rule': liveOf('audit-rule'),
          unit: liveOf('unit'),
        },
        observations: Object.values(sortedByKey(observations)),
        refused: sortedByKey(refused),
        obstacles: sortedByKey(obstacles),
      }),
  };
}
