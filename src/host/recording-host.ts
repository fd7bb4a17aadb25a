import type { HostReader } from '../model/host.ts';
import type { Observation } from '../model/observation.ts';
import type { Path } from '../model/path.ts';
import { hashContent } from './hash-content.ts';

/** What was read of the files that stay, by path and question. */
export type Reads = ReadonlyMap<string, string>;

/** Moves by itself while nobody configures anything. */
const VOLATILE = /^\/(?:proc|sys|dev|run|tmp|var)(?:\/|$)/;

/**
 * Remembers a fingerprint of every file, directory and name that was looked at, so that a plan can say what it rests on.
 * And the answers themselves: a plan looks at its host twice, as it is and as it will be, and both rest on one look at
 * what does not change.
 */
export function createRecordingHost(host: HostReader): { readonly host: HostReader; readonly reads: Reads } {
  const reads = new Map<string, string>();
  const note = (question: string, path: Path, answer: string | Uint8Array | null) => {
    if (!VOLATILE.test(path))
      reads.set(`${question} ${path}`, answer === null ? 'absent' : hashContent(answer));
  };
  return {
    reads,
    host: {
      ...host,
      resolve: once(async (path: Path) => {
        const found = await host.resolve(path);
        note('resolve', path, found);
        return found;
      }),
      status: once(async (path: Path) => {
        const status = await host.status(path);
        note('status', path, status && `${status.type} ${status.mode} ${status.uid} ${status.gid}`);
        return status;
      }),
      list: once(async (path: Path) => {
        const names = await host.list(path);
        note('list', path, names?.join('/') ?? null);
        return names;
      }),
      read: once(async (path: Path) => {
        const content = await host.read(path);
        note('read', path, content);
        return content;
      }),
      entry: once((path: Path) => host.entry(path)),
      observe: once((what: Observation) => host.observe(what)),
    },
  };
}

/** Asks the first time; after that gives the same answer, or the same refusal. */
function once<Question, Answer>(
  ask: (question: Question) => Promise<Answer>,
): (question: Question) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>();
  return (question) => {
    const key = JSON.stringify(question);
    const answer = answers.get(key) ?? ask(question);
    answers.set(key, answer);
    return answer;
  };
}
