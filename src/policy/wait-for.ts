import type { Plan } from '../model/plan.ts';
import type { Playbook } from '../model/playbook.ts';
import type { RunPolicy } from '../model/policy.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Wait } from '../model/wait.ts';

/** Ten minutes, as in RFC 6241 (confirmed commit). */
const USUAL_SECONDS = 600;

export interface WaitQuestion {
  readonly plan: Pick<Plan, 'host' | 'changes'>;
  readonly catalogue: readonly Pick<Playbook, 'id' | 'access'>[];
  /** Of --confirm-within, in seconds. */
  readonly within: number | null;
  readonly isUnattended: boolean;
  readonly run: Pick<RunPolicy, 'confirm' | 'probes'>;
}

/**
 * Whether a run is kept only if it is confirmed, and how; null where it is kept at once. Asked for, it waits. Else it
 * does where its changes could cut somebody off; there an unattended run needs the policy's word on how, and with
 * `probes` it is they who confirm it, before it ends. On an image nobody can be cut off, and nothing runs that could
 * take it back.
 */
export function waitFor({ plan, catalogue, within, isUnattended, run }: WaitQuestion): Wait | Refusal | null {
  if (plan.host.type === 'image') return within === null ? null : { code: 'cannot-wait', args: {} };
  const changing = new Set(plan.changes.flatMap(({ parts }) => parts.map(({ playbook }) => playbook)));
  const risky = catalogue.filter(({ id, access }) => access === true && changing.has(id)).map(({ id }) => id);
  if (within === null && risky.length === 0) return null;
  // Whoever is at a terminal is there to log in once more, whatever others may do without.
  const confirm = isUnattended ? run.confirm : 'login';
  if (within === null && confirm === null) {
    return { code: 'needs-confirmation', args: { playbooks: risky.join(', ') } };
  }
  if (within === null && confirm === 'probes') {
    return run.probes.length === 0 ? { code: 'no-probe', args: {} } : null;
  }
  const by = confirm === 'controller' ? 'controller' : 'login';
  return { by, withinSeconds: within ?? USUAL_SECONDS };
}
