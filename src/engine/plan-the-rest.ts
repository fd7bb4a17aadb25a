import type { Objection } from '../model/plan.ts';
import type { LeftOut } from '../model/run.ts';
import type { MadePlan } from './make-plan.ts';
import type { Selection } from './selection.ts';

/** A plan with the selection that it is of, and the playbooks that were left out for it. */
export interface RestPlan {
  readonly made: MadePlan;
  readonly selection: Selection;
  readonly leftOut: readonly LeftOut[];
}

/**
 * Leaves out the playbooks that a plan is refused for, and makes it anew, until it is not refused. What is no
 * playbook's fault refuses the rest as well: the plan is then the one with that refusal. Where nothing would be
 * left to do, it is the whole plan, refused.
 */
export async function planTheRest(
  selection: Selection,
  make: (selection: Selection) => Promise<MadePlan>,
  objectionsTo: (made: MadePlan) => readonly Objection[],
): Promise<RestPlan> {
  const leftOut: LeftOut[] = [];
  const whole = await make(selection);
  for (let rest = selection, made = whole; ; made = await make(rest)) {
    const objections = objectionsTo(made);
    const refused = rest.playbooks.flatMap(({ id }): readonly LeftOut[] => {
      const own = objections.filter(({ playbooks }) => playbooks.includes(id));
      return own.length === 0 ? [] : [{ playbook: id, refusals: own.map(({ refusal }) => refusal) }];
    });
    if (refused.length === 0) {
      return made.plan.changes.length > 0
        ? { made, selection: rest, leftOut }
        : { made: whole, selection, leftOut: [] };
    }
    leftOut.push(...refused);
    const isIn = (id: string) => !refused.some(({ playbook }) => playbook === id);
    rest = { ...rest, playbooks: rest.playbooks.filter(({ id }) => isIn(id)) };
  }
}
