import type { RunStatus } from '../model/run.ts';

/** What a run's status means, as the end of the sentence "Run 000012 …". */
export const runStatusWords: { readonly [S in RunStatus]: string } = {
  applied: 'is done: every change was made and read back',
  waiting: 'waits for confirmation: every change was made and read back, and goes back by itself',
  undone: 'failed and was undone: everything is as it was before',
  partly: 'failed and was left partly done, as asked for with --on-error keep',
  unfinished: 'stopped midway; "holdfast recover" finishes or undoes it',
  stuck: 'is stuck: something is neither as before nor as planned, and was left alone',
  rescued: 'was taken back by rescue.sh: files are as before, live state may not be',
  purged: 'is in the history only: the way back was given up',
};
