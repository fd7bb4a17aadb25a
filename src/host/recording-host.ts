import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import { hashContent } from './hash-content.ts';

/** What was read of the files that stay, by path and question. */
export type Reads = ReadonlyMap<string, string>;

/** Moves by itself while nobody configures anything. */
const VOLATILE = /^\/(?:proc|sys|dev|run|tmp|var)(?:\/|$)/;

/** Remembers a fingerprint of every file, directory and name that was looked at, so that a plan can say what it rests on. */
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
      async resolve(path) {
        const found = await host.resolve(path);
        note('resolve', path, found);
        return found;
      },
      async status(path) {
        const status = await host.status(path);
        note('status', path, status && `${status.type} ${status.mode} ${status.uid} ${status.gid}`);
        return status;
      },
      async list(path) {
        const names = await host.list(path);
        note('list', path, names?.join('/') ?? null);
        return names;
      },
      async read(path) {
        const content = await host.read(path);
        note('read', path, content);
        return content;
      },
    },
  };
}
