import type { Finding, Waiver } from '../model/plan.ts';
import { isWaivable } from './is-waivable.ts';

/**
 * The findings with the policy's waivers on them; `today` is `YYYY-MM-DD`. A waiver holds through its last
 * day. One that is over changes nothing, and is a finding itself where its playbook was judged.
 */
export function applyWaivers(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  today: string,
): readonly Finding[] {
  const holding = waivers.filter(({ until }) => until >= today);
  return [
    ...findings.map((finding) => waive(finding, holding)),
    ...waivers
      .filter((waiver) => !holding.includes(waiver))
      .flatMap((waiver) => {
        const judged = findings.find(({ playbook }) => playbook === waiver.playbook);
        return judged === undefined ? [] : [expired(waiver, judged.severity)];
      }),
  ];
}

function waive(finding: Finding, waivers: readonly Waiver[]): Finding {
  const { verdict } = finding;
  if (!isWaivable(verdict)) return finding;
  const waiver = waivers.find(
    ({ playbook, object }) => playbook === finding.playbook && object === finding.object,
  );
  return waiver === undefined ? finding : { ...finding, verdict: 'waived', trueVerdict: verdict, waiver };
}

function expired(waiver: Waiver, severity: Finding['severity']): Finding {
  const { name, playbook, object, owner, reason, until } = waiver;
  return {
    playbook,
    severity,
    object: `waiver:${name}`,
    verdict: 'manual',
    statement: `the waiver ${name} for ${object} has not expired`,
    evidence: [
      { source: 'policy', says: `expired after ${until}; owner ${owner}; reason: ${reason}`, wins: true },
    ],
    wishes: [],
    steps: [
      `ask ${owner} whether ${object} must stay as it is`,
      `renew section [waiver ${name}] of the policy or delete it`,
    ],
  };
}
