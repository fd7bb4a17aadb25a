import { createHash } from 'node:crypto';
import type { RunFolder } from '../../../src/host/run-folder.ts';
import type { StateDir } from '../../../src/host/state-dir.ts';
import { Refused } from '../../../src/model/refusal.ts';
import type { RunId } from '../../../src/model/run.ts';

/** The files of one run, by name. */
export type RunFiles = Map<string, Uint8Array>;

/** A state directory in memory: for laws about what is written in which order, and what a crash between two writes leaves. */
export interface MemoryStateDir extends StateDir {
  readonly files: ReadonlyMap<RunId, RunFiles>;
}

/** `onWrite` is told of every write before it happens (`overwrite head`), and stops it by throwing. */
export function createMemoryStateDir(onWrite: (what: string) => void = () => undefined): MemoryStateDir {
  const runs = new Map<RunId, RunFiles>();
  return {
    path: '/state',
    files: runs,
    runs: () => [...runs.keys()].sort(),
    run(id) {
      const files = runs.get(id);
      if (files === undefined) throw new Refused({ code: 'unknown-run', args: { run: id } });
      return runFolder(id, files, onWrite);
    },
    newRun() {
      const id = String(runs.size + 1).padStart(6, '0');
      onWrite(`mkdir ${id}`);
      runs.set(id, new Map());
      return this.run(id);
    },
  };
}

function runFolder(id: RunId, files: RunFiles, onWrite: (what: string) => void): RunFolder {
  const read = (name: string) => files.get(name)?.slice() ?? null;
  return {
    id,
    path: `/state/runs/${id}`,
    read,
    create(name, content) {
      onWrite(`create ${name}`);
      if (files.has(name)) throw new Error(`${name} is there already`);
      files.set(name, content.slice());
    },
    overwrite(name, offset, content) {
      onWrite(`overwrite ${name}`);
      const old = files.get(name) ?? new Uint8Array();
      const written = new Uint8Array(Math.max(old.length, offset + content.length));
      written.set(old);
      written.set(content, offset);
      files.set(name, written);
    },
    blobs: {
      get(hash) {
        const content = read(`blobs/${hash}`);
        if (content === null) throw new Refused({ code: 'blob-damaged', args: { run: id, hash } });
        return content;
      },
      put(content) {
        const hash = createHash('sha256').update(content).digest('hex');
        onWrite('put blob');
        files.set(`blobs/${hash}`, content.slice());
        return hash;
      },
    },
    giveUp: () => void files.set('given-up', new Uint8Array()),
    isGivenUp: () => files.has('given-up'),
    dropBlobs() {
      onWrite('drop blobs');
      for (const name of files.keys()) if (name.startsWith('blobs/')) files.delete(name);
    },
  };
}
