import type { RunPolicy } from '../model/policy.ts';
import { Refused } from '../model/refusal.ts';
import { USUAL_LOCK_WAIT_MS } from '../policy/parse-lock-wait.ts';
import { refusalSentence } from '../report/refusal-sentence.ts';
import { wrap } from '../report/wrap.ts';
import type { Given } from './command.ts';
import { readPolicy } from './read-policy.ts';

/**
 * What the policy says of a rollback, a recovery or a purge. The host's own policy may be what is broken, and the way back must not depend
 * on it: where it cannot be used, that is said, nothing is allowed and nothing is probed. One that was named must be good.
 */
export async function readRunPolicy(
  given: Given,
): Promise<Pick<RunPolicy, 'allow' | 'probes' | 'lockWaitMs'>> {
  const { catalogue, options, target, terminal, needsSafePolicy } = given;
  try {
    const { run } = await readPolicy(catalogue, target().reader, options.policy, needsSafePolicy);
    return run;
  } catch (error) {
    if (!(error instanceof Refused) || options.policy !== undefined) throw error;
    terminal.say(`${wrap('Note: ', refusalSentence(error.refusal))}\n`);
    return { allow: [], probes: [], lockWaitMs: USUAL_LOCK_WAIT_MS };
  }
}
