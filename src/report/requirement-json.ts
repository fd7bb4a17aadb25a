import type { Json } from '../model/json.ts';
import type { Finding } from '../model/plan.ts';
import { withoutSecrets } from './without-secrets.ts';

/** A finding as documents have it; wishes are the planner's business and left out. */
export function requirementJson(finding: Finding): { readonly [name: string]: Json } {
  const { playbook, object, verdict, pending, trueVerdict, severity, statement, waiver, steps } = finding;
  return {
    playbook,
    object,
    verdict,
    ...(pending === undefined ? {} : { pending }),
    ...(trueVerdict === undefined ? {} : { trueVerdict }),
    severity,
    statement: withoutSecrets(statement),
    evidence: finding.evidence.map(({ source, line, says, wins }) => ({
      source,
      ...(line === undefined ? {} : { line }),
      says: withoutSecrets(says),
      wins,
    })),
    ...(waiver === undefined ? {} : { waiver: waiverJson(waiver) }),
    ...(steps === undefined ? {} : { steps: withoutSecrets(steps) }),
  };
}

function waiverJson(waiver: NonNullable<Finding['waiver']>): Json {
  const { name, playbook, object, reason, owner, until } = waiver;
  return { name, playbook, object, reason: withoutSecrets(reason), owner, until };
}
