import type { Objection } from '../model/plan.ts';
import { type WaitQuestion, waitFor } from './wait-for.ts';

/** What a run that could cut somebody off is refused for, as said of the playbooks that could. */
export function waitObjections(question: WaitQuestion): readonly Objection[] {
  const answer = waitFor(question);
  if (answer === null || !('code' in answer)) return [];
  const access = question.catalogue.filter((playbook) => playbook.access === true);
  return [{ refusal: answer, playbooks: access.map(({ id }) => id) }];
}
