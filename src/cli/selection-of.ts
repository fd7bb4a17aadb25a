import type { Selection } from '../engine/selection.ts';
import type { Playbook, Profile } from '../model/playbook.ts';
import type { Policy } from '../model/policy.ts';

/** What a policy asks of these playbooks, today. */
export function selectionOf(policy: Policy, playbooks: readonly Playbook[], profile: Profile): Selection {
  return {
    playbooks,
    profile,
    params: policy.params,
    allow: policy.run.allow,
    waivers: policy.waivers,
    today: new Date().toISOString().slice(0, 10),
  };
}
