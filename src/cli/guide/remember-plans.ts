import { type MadePlan, makePlan } from '../../engine/make-plan.ts';
import type { Selection } from '../../engine/selection.ts';
import type { HostReader } from '../../model/host.ts';
import { VERSION } from '../version.ts';

/**
 * Makes each plan once: all pages of a text are of one plan, and what is consented to is what was seen. Whether
 * the host is still so is asked when it is applied.
 */
export function rememberPlans(reader: HostReader): (selection: Selection) => Promise<MadePlan> {
  const made = new Map<string, Promise<MadePlan>>();
  return (selection) => {
    const { playbooks, ...asked } = selection;
    const key = JSON.stringify([playbooks.map(({ id }) => id), asked]);
    const plan = made.get(key) ?? makePlan(reader, selection, VERSION);
    made.set(key, plan);
    return plan;
  };
}
