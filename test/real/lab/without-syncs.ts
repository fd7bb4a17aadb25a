import { writeFileSync } from 'node:fs';

/** Kinds of what a run syncs, each protecting something else. */
export const SYNC_CLASSES = {
  record: 'the record of the journal',
  head: 'the head of the journal',
  blob: 'the contents before and after',
  plan: 'the plan and the rescue script',
  content: 'the new content or metadata of a file',
  directory: 'the names in a directory',
} as const;

export type SyncClass = keyof typeof SYNC_CLASSES;

/** For Node's --require: one class of fsync(2) and fdatasync(2) is no longer called, and all else is as it was. */
export function withoutSyncs(skipped: SyncClass, file: string): void {
  writeFileSync(
    file,
    `
      const fs = require('node:fs');
      const classOf = (fd) => {
        const path = fs.readlinkSync('/proc/self/fd/' + fd);
        if (fs.fstatSync(fd).isDirectory()) return 'directory';
        if (path.endsWith('/journal.ndjson')) return 'record';
        if (path.endsWith('/head')) return 'head';
        if (path.endsWith('.part')) return path.includes('/blobs/') ? 'blob' : 'plan';
        return 'content';
      };
      for (const name of ['fsyncSync', 'fdatasyncSync']) {
        const sync = fs[name];
        fs[name] = (fd) => (classOf(fd) === ${JSON.stringify(skipped)} ? undefined : sync(fd));
      }
    `,
  );
}
