import type { Json } from '../model/json.ts';
import type { Finding, Plan } from '../model/plan.ts';
import { changeJson, effectJson } from './change-json.ts';
import type { PlanView } from './change-view.ts';
import { hostJson } from './host-json.ts';
import { jsonText } from './json-text.ts';
import { refusalJson } from './refusal-json.ts';
import { requirementJson } from './requirement-json.ts';
import { summarize } from './summary.ts';

/** docs/schema/plan.schema.json: what `plan --format json` prints and `--save` writes. */
export function planJson({ plan, shown }: PlanView): string {
  return jsonText({
    schema: 'holdfast.plan/1',
    tool: plan.tool,
    host: hostJson(plan.host),
    inputs: inputsJson(plan.inputs),
    digest: plan.digest,
    requirements: plan.findings.map((finding) => ({
      ...requirementJson(finding),
      ...expected(plan, finding),
    })),
    summary: { ...summarize(plan.findings) },
    changes: plan.changes.map((change) => changeJson(change, shown)),
    effects: plan.effects.map(effectJson),
    refusals: plan.refusals.map(refusalJson),
  });
}

/** As they are, secrets or not: a plan with other parameters would be another plan. */
function inputsJson({ ids, profile, params, allow, waivers, today }: Plan['inputs']): Json {
  const held = waivers.map(({ name, playbook, object, reason, owner, until }) => ({
    name,
    playbook,
    object,
    reason,
    owner,
    until,
  }));
  return { ids: [...ids], profile, params, allow: [...allow], waivers: held, today };
}

/** The verdict that the overlay promises. */
function expected(plan: Plan, { playbook, object }: Finding): { readonly [name: string]: Json } {
  const after = plan.expected.find((each) => each.playbook === playbook && each.object === object);
  if (after === undefined) return {};
  const { verdict, pending } = after;
  return { expected: { verdict, ...(pending === undefined ? {} : { pending }) } };
}
