import { ended, place } from './phrases.ts';
import { safeLine as safe } from './safe-line.ts';
import type { Sentences } from './sentences.ts';

/** What was asked for, and how. */
export const usageSentences: Sentences<
  | 'usage'
  | 'unknown-playbook'
  | 'unknown-object'
  | 'not-waivable'
  | 'unknown-change'
  | 'policy'
  | 'plan-file'
  | 'snapshot'
> = {
  usage: ({ why }) => `${ended(why)} See: holdfast --help`,
  'unknown-playbook': ({ id, nearest }) =>
    `There is no playbook "${safe(id)}".${nearest === '' ? '' : ` Did you mean "${safe(nearest)}"?`} See which there are: holdfast list`,
  'unknown-object': ({ playbook, object, nearest }) =>
    `${safe(playbook)} finds no "${safe(object)}" on this host.${nearest === '' ? '' : ` Did you mean "${safe(nearest)}"?`} See what it finds: holdfast scan ${safe(playbook)}`,
  'not-waivable': ({ playbook, object, why }) =>
    `${safe(object)} of ${safe(playbook)} is not waived: ${ended(why)} Nothing was written.`,
  'unknown-change': ({ run, change }) =>
    `Run ${safe(run)} has no change ${change}. See its changes: holdfast history ${safe(run)}`,
  policy: ({ path, line, why }) =>
    `The policy ${place(path, line)} cannot be used: ${ended(why)} Correct it, then try again.`,
  'plan-file': ({ path, why }) =>
    `The plan file ${safe(path)} cannot be used: ${ended(why)} Make a new one: holdfast plan --save FILE`,
  snapshot: ({ path, why }) =>
    `The snapshot ${safe(path)} cannot be used: ${ended(why)} Make a new one: holdfast capture DIR`,
};
