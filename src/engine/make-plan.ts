import { createMemoryBlobs } from '../host/memory-blobs.ts';
import { createOverlayHost } from '../host/overlay-host.ts';
import { createRecordingHost, type Reads } from '../host/recording-host.ts';
import { kinds } from '../kinds/index.ts';
import type { Blobs } from '../model/blobs.ts';
import type { Change } from '../model/change.ts';
import type { HostReader } from '../model/host.ts';
import type { Json } from '../model/json.ts';
import type { Finding, Objection, Plan } from '../model/plan.ts';
import { answerTo } from './answer-to.ts';
import { candidateRefusals } from './candidate-refusals.ts';
import { composeChanges } from './compose-changes.ts';
import { digestOf } from './digest.ts';
import { guardRefusals } from './guard-refusals.ts';
import { obstacleRefusals } from './obstacle-refusals.ts';
import { orderEffects } from './order-effects.ts';
import { scan } from './scan.ts';
import type { Selection } from './selection.ts';

export interface MadePlan {
  readonly plan: Plan;
  /** Every content that the plan names by its hash. */
  readonly blobs: Blobs;
  /** The plan's refusals, with whom they are about. */
  readonly objections: readonly Objection[];
}

/**
 * Makes the plan on an overlay of the host: later changes see earlier ones, the end state is judged by the same
 * playbooks and passes the guards, and nothing is written. The digest covers the changes with the states they
 * start from, the verdicts, and every file that was read to get there.
 */
export async function makePlan(host: HostReader, selection: Selection, tool: string): Promise<MadePlan> {
  const { host: recorded, reads } = createRecordingHost(host);
  const blobs = createMemoryBlobs();
  const findings = await scan(recorded, selection);
  const { changes, objections: ofWishes } = await composeChanges(recorded, findings, blobs);

  const overlay = createOverlayHost(recorded);
  for (const change of changes) await kinds[change.kind].put(overlay, change.key, change.after, blobs);
  const effects = orderEffects(changes.flatMap((change) => change.effects));
  for (const effect of effects) await overlay.run(effect);
  const expected = changes.length === 0 ? findings : await scan(overlay, selection);

  const objections = [
    ...ofWishes,
    ...(ofWishes.length === 0 ? notEffective(findings, expected) : []),
    ...(await obstacleRefusals(host, changes, blobs)),
    ...(await candidateRefusals(host, changes, blobs)),
    ...(await guardRefusals(recorded, overlay, changes, selection)),
  ];
  const unsigned = {
    tool,
    host: host.identity,
    inputs: {
      ids: selection.playbooks.map(({ id }) => id),
      profile: selection.profile,
      params: selection.params,
      allow: selection.allow,
      waivers: selection.waivers,
      today: selection.today,
    },
    findings,
    expected,
    changes,
    effects,
    refusals: objections.map(({ refusal }) => refusal),
  };
  return { plan: { ...unsigned, digest: digest(unsigned, reads) }, blobs, objections };
}

/** A fix that leaves its requirement unmet is the playbook's bug, and is named so rather than applied. */
function notEffective(findings: readonly Finding[], expected: readonly Finding[]): Objection[] {
  return findings.flatMap((finding) => {
    const { playbook, object, verdict, wishes, observed } = finding;
    if (verdict !== 'unmet' || wishes.length === 0 || observed === true) return [];
    const after = answerTo(finding, expected);
    if (after === null || after.verdict === 'met' || after.verdict === 'pending') return [];
    const refusal = { code: 'fix-not-effective' as const, args: { playbook, object } };
    return [{ refusal, playbooks: [playbook] }];
  });
}

function digest(plan: Omit<Plan, 'digest'>, reads: Reads): string {
  const stable = ({ kind, key, before, after, parts, undo }: Change): Json => {
    const part = kinds[kind].stable ?? ((state: Json) => state);
    return { kind, key, before: part(before), after: part(after), parts: parts.map(shareOf), undo };
  };
  const shareOf = ({ playbook, part }: Change['parts'][number]): Json => ({ playbook, part: part ?? null });
  return digestOf({
    tool: plan.tool,
    host: plan.host as unknown as Json,
    // Not the day: what it decides, which waivers hold, stands in the verdicts. A plan may be applied tomorrow.
    inputs: { ...plan.inputs, today: null } as unknown as Json,
    verdicts: plan.findings.map(({ playbook, object, verdict }) => [playbook, object, verdict]),
    changes: plan.changes.map(stable),
    effects: plan.effects as unknown as Json,
    refusals: plan.refusals as unknown as Json,
    reads: [...reads].sort() as unknown as Json,
  });
}
