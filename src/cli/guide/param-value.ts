import type { Json } from '../../model/json.ts';
import type { PlanInputs } from '../../model/plan.ts';
import type { Playbook } from '../../model/playbook.ts';

/** A parameter's value: as it was set, or its default. */
export function paramValue(playbook: Playbook, set: PlanInputs['params'], param: string): Json {
  return set[playbook.id]?.[param] ?? playbook.params[param]?.default ?? null;
}
