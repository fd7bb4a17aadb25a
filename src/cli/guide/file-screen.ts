import { safeLine } from '../../report/safe-line.ts';
import { wrap } from '../../report/wrap.ts';
import type { Screen } from './question.ts';

/** Where the policy goes that cannot go to the end of the one there is: a new file, for --policy. */
export function fileScreen({
  outcome,
  policy,
  proposed,
  faultOf,
}: {
  readonly outcome: 'apply' | 'write';
  readonly policy: string;
  readonly proposed: string;
  /** Why it cannot be made there, as in `newFileFault`. */
  readonly faultOf: (path: string) => string | null;
}): Screen {
  return {
    text: `${wrap('', `What was decided does not go to the end of ${safeLine(policy)}, which stays as it is. The whole of the new policy is written to a new file, for --policy.`)}\n`,
    question: {
      type: 'type',
      text: 'New file (empty: back):',
      initial: proposed,
      fault: (path) => {
        const why = path === '' ? null : faultOf(path);
        return why === null ? null : `${safeLine(path)} ${why}.`;
      },
      act: (path) => (path === '' ? { do: 'back' } : { do: 'end', outcome, file: path }),
    },
  };
}
