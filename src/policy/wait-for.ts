import type { Change } from '../model/change.ts';
import type { PlaybookId } from '../model/playbook.ts';
import type { RunPolicy } from '../model/policy.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Wait } from '../model/wait.ts';

/** Ten minutes, as in RFC 6241 (confirmed commit). */
const USUAL_SECONDS = 600;

export interface WaitQuestion {
  readonly changes: readonly Pick<Change, 'parts'>[];
  /** Playbooks whose changes could cut somebody off. */
  readonly access: ReadonlySet<PlaybookId>;
  /** Of --confirm-within, in seconds. */
  readonly within: number | null;
  readonly isUnattended: boolean;
  readonly run: Pick<RunPolicy, 'confirm' | 'probes'>;
}

/**
 * Whether a run is kept only if it is confirmed, and how; null where it is kept at once. Asked for, it waits. Else it
 * does where its changes could cut somebody off; there an unattended run needs the policy's word on how, and with
 * `probes` it is they who confirm it, before it ends.
 */
export function waitFor({ changes, access, within, isUnattended, run }: WaitQuestion): Wait | Refusal | null {
  const risky = [...new Set(changes.flatMap(({ parts }) => parts.map(({ playbook }) => playbook)))].filter(
    (id) => access.has(id),
  );
  if (within === null && risky.length === 0) return null;
  if (within === null && isUnattended && run.confirm === null) {
    return { code: 'needs-confirmation', args: { playbooks: risky.join(', ') } };
  }
  if (within === null && run.confirm === 'probes') {
    return run.probes.length === 0 ? { code: 'no-probe', args: {} } : null;
  }
  const by = run.confirm === 'controller' ? 'controller' : 'login';
  return { by, withinSeconds: within ?? USUAL_SECONDS };
}
