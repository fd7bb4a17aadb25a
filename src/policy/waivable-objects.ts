import type { Plan } from '../model/plan.ts';
import { isWaivable } from './is-waivable.ts';

/** What a plan finds that could be waived: not what a waiver of the policy is about already, and not a waiver that is over. */
export function waivableObjects({ findings, inputs }: Pick<Plan, 'findings' | 'inputs'>): readonly string[] {
  return findings
    .filter(
      ({ playbook, object, verdict }) =>
        isWaivable(verdict) &&
        !inputs.waivers.some(
          (waiver) =>
            waiver.playbook === playbook && (waiver.object === object || `waiver:${waiver.name}` === object),
        ),
    )
    .map(({ object }) => object);
}
