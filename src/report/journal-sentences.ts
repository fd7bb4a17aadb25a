import { ended, startingThing, thing } from './phrases.ts';
import { safeLine as safe } from './safe-line.ts';
import type { Sentences } from './sentences.ts';

/** The journal, rollback and recovery. */
export const journalSentences: Sentences<
  | 'journal-damaged'
  | 'journal-newer'
  | 'blob-damaged'
  | 'unknown-run'
  | 'no-run'
  | 'not-rollbackable'
  | 'drift'
  | 'merge-conflict'
  | 'not-mergeable'
  | 'foreign-state'
  | 'unfinished-run'
> = {
  'journal-damaged': ({ run, record, why }) =>
    `The journal of run ${safe(run)} is damaged at record ${record}: ${ended(why)} Nothing was done with it. Restore the run's folder from a backup, or put files back with its rescue.sh.`,
  'journal-newer': ({ run, version }) =>
    `Run ${safe(run)} was written by a newer Holdfast (journal version ${version}). Use that version, or a later one.`,
  'blob-damaged': ({ run, hash }) =>
    `Saved content of run ${safe(run)} is missing or damaged (${safe(hash)}). Nothing was done. Restore the run's folder from a backup.`,
  'unknown-run': ({ run }) => `There is no run ${safe(run)}. See which there are: holdfast history`,
  'no-run': () => 'There is no run to take back. See which there are: holdfast history',
  'not-rollbackable': ({ run, why }) =>
    `Run ${safe(run)} cannot be rolled back: ${ended(why)} See the run: holdfast history ${safe(run)}`,
  drift: ({ kind, key, change }) =>
    `Change ${change} cannot be taken back as it is: ${thing({ kind, key })} was changed after the run. Choose with --on-drift: merge (files only), keep what is there, or force what was before.`,
  'merge-conflict': ({ key, line }) =>
    `${safe(key)}:${line} was changed by the run and again after it, so the two cannot be merged. Edit that line by hand, or choose --on-drift keep or force.`,
  'not-mergeable': (args) =>
    `${startingThing(args)} is not a text file and cannot be merged. Choose --on-drift keep or force.`,
  'foreign-state': ({ kind, key, run }) =>
    `${startingThing({ kind, key })} is neither as before run ${safe(run)} nor as the run wanted it, so it was left alone. Compare with "holdfast history ${safe(run)}", make it one of the two, then: holdfast recover`,
  'unfinished-run': ({ run }) =>
    `Run ${safe(run)} was interrupted and is not finished. Settle it first: holdfast recover`,
};
