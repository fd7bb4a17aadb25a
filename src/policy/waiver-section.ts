import type { Waiver } from '../model/plan.ts';
import { policyValue } from './policy-value.ts';

/** A waiver as a section of policy.ini, with the name it has there. */
export function waiverSection({ name, ...values }: Waiver): string {
  const { playbook, object, reason, owner, until } = values;
  const lines = Object.entries({ playbook, object, reason, owner, until });
  return [`[waiver ${name}]`, ...lines.map(([key, value]) => `${key} = ${policyValue(value)}`), ''].join(
    '\n',
  );
}
