import { guards } from '../guards/index.ts';
import type { Change } from '../model/change.ts';
import type { HostReader } from '../model/host.ts';
import type { Objection } from '../model/plan.ts';
import { type Refusal, Refused } from '../model/refusal.ts';
import { readFacts } from './read-facts.ts';
import type { Selection } from './selection.ts';

/** What the guards say of the end state; an empty plan has none. */
export async function guardRefusals(
  now: HostReader,
  planned: HostReader,
  changes: readonly Change[],
  { allow, today }: Pick<Selection, 'allow' | 'today'>,
): Promise<Objection[]> {
  if (changes.length === 0) return [];
  const { identity } = now;
  const given = { now: readFacts(now), planned: readFacts(planned), changes, identity, allow, today };
  const answers: Objection[] = [];
  for (const guard of guards) {
    try {
      answers.push(...(await guard(given)).map(byPlaybook));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // A guard that cannot see is not passed.
      answers.push({ refusal: error.refusal, playbooks: [] });
    }
  }
  return answers;
}

function byPlaybook(refusal: Refusal): Objection {
  return { refusal, playbooks: refusal.code === 'guard' ? refusal.args.playbook.split(', ') : [] };
}
