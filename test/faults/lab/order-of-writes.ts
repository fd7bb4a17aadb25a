import { dirname } from 'node:path';
import type { CountedCall } from './run-with-fault.ts';

/** What the trace of one run is judged by. */
export interface TracedRun {
  readonly calls: readonly CountedCall[];
  /** The run's folder, and the directory of kept inodes. */
  readonly folder: string;
  readonly kept: string;
  /** Types of the run's records, in order: the trace knows only that one was written. */
  readonly records: readonly string[];
  /** Names that were there before the run. */
  readonly existed: ReadonlySet<string>;
}

const NAMES = new Set(['rename', 'renameat', 'renameat2', 'link', 'symlink', 'mkdir', 'unlink', 'rmdir']);
const SYNCS = new Set(['fsync', 'fdatasync']);

/**
 * What a run did out of order, in the order of its calls; empty for a sound one. What is not synced is thought of as
 * not on disk. Each record must be alone on its way to disk, journal before head; nothing but the run's folder is
 * touched outside of intent and done; a name is taken only by a file that is on disk, after the old one's second name
 * is.
 */
export function outOfOrder({ calls, folder, kept, records, existed }: TracedRun): string[] {
  const [journal, head] = [`${folder}/journal.ndjson`, `${folder}/head`];
  const found: string[] = [];
  /** Files and directories with changes that are not on disk yet. */
  const unsynced = new Set<string>();
  let written = 0;
  let heard = 0;
  let isChanged = false;
  let isKept = false;
  const last = () => records[written - 1] ?? 'nothing';

  for (const { number, call, target } of calls) {
    const report = (what: string) => found.push(`${number} ${call} ${target}: ${what}`);
    const needOnDisk = (paths: Iterable<string>, before: string) => {
      for (const path of paths) if (unsynced.has(path)) report(`${path} is not on disk before ${before}`);
    };
    if (call === 'openat') continue;
    if (SYNCS.has(call)) {
      unsynced.delete(target);
    } else if (target === journal && !NAMES.has(call)) {
      needOnDisk(unsynced, 'the record');
      written += 1;
      if (heard !== written - 1) report('the head has not heard of the record before');
      if (last() === 'done' && !isChanged) report('done is said before it is done');
      if (last() === 'intent') [isChanged, isKept] = [false, false];
      unsynced.add(journal);
    } else if (target === head && !NAMES.has(call)) {
      needOnDisk([journal], 'the head');
      heard += 1;
      if (heard !== written) report('the head hears of a record that is not written');
      unsynced.add(head);
    } else if (NAMES.has(call)) {
      const directory = dirname(target);
      const isOwn = target === folder || directory.startsWith(folder);
      const isCandidate = target === `${kept}/candidate`;
      if (call === 'rename' && isOwn) needOnDisk([`${target}.part`], 'it has its name');
      if (!isOwn && written === 0) report('the host is touched before the run has begun');
      if (!isOwn && !['intent', 'undo'].includes(last()))
        report(`the host is touched after ${last()}, outside of a change`);
      if (!isOwn && !isCandidate) needOnDisk([journal, head], 'the change');
      if (directory === kept && !isCandidate) {
        isKept = true;
        // A move takes the name away, too, from a directory that the trace does not tell.
        if (call === 'rename') isChanged = true;
      } else if (!isOwn && !isCandidate) {
        needOnDisk([`${kept}/candidate`, kept], 'it is live');
        if (last() === 'intent' && existed.has(target) && !isKept) report('the old one has no second name');
        isChanged = true;
        if (call === 'rename') unsynced.add(kept);
      }
      unsynced.delete(`${target}.part`);
      // The candidate's name is given up again: only its file has to last.
      if (!isCandidate) unsynced.add(directory);
    } else {
      unsynced.add(target);
    }
  }
  if (heard !== records.length) found.push(`${records.length} records, and the head has heard of ${heard}`);
  for (const path of unsynced) found.push(`${path} is not on disk at the end`);
  return found;
}
