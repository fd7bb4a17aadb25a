import type { Change } from './change.ts';
import type { Effect } from './effect.ts';
import type { HostIdentity } from './host.ts';
import type { Json } from './json.ts';
import type { PlaybookId, Profile, Severity } from './playbook.ts';
import type { Allowance } from './policy.ts';
import type { Refusal } from './refusal.ts';
import type { Requirement } from './requirement.ts';
import type { Verdict } from './verdict.ts';

/** A waiver of the policy: one object's verdict is accepted, with a reason and an end. */
export interface Waiver {
  readonly name: string;
  readonly playbook: PlaybookId;
  readonly object: string;
  readonly reason: string;
  readonly owner: string;
  /** Last day it holds, `YYYY-MM-DD`. */
  readonly until: string;
}

/** A requirement with its playbook's name on it and the policy's waiver, if any. */
export interface Finding extends Omit<Requirement, 'verdict'> {
  readonly playbook: PlaybookId;
  readonly severity: Severity;
  readonly verdict: Verdict;
  /** The verdict under a waiver, which is never hidden. */
  readonly trueVerdict?: Requirement['verdict'];
  readonly waiver?: Waiver;
}

export interface Scan {
  readonly host: HostIdentity;
  readonly findings: readonly Finding[];
}

/** What a plan was asked for: enough to make the same plan again. */
export interface PlanInputs {
  readonly ids: readonly PlaybookId[];
  readonly profile: Profile;
  /** Values that differ from the defaults, by playbook. */
  readonly params: { readonly [playbook: PlaybookId]: { readonly [param: string]: Json } };
  readonly allow: readonly Allowance[];
  readonly waivers: readonly Waiver[];
  /** The day on which waivers were judged, `YYYY-MM-DD`. */
  readonly today: string;
}

/** Why a plan cannot be applied, and the playbooks without which it would not be so; none: it is about no playbook's changes. */
export interface Objection {
  readonly refusal: Refusal;
  readonly playbooks: readonly PlaybookId[];
}

/** An ordered list of changes with the verdicts they answer, and a digest of every state it rests on. */
export interface Plan {
  readonly tool: string;
  readonly host: HostIdentity;
  readonly inputs: PlanInputs;
  /** As the host is now. */
  readonly findings: readonly Finding[];
  /** As the overlay says it will be. */
  readonly expected: readonly Finding[];
  readonly changes: readonly Change[];
  /** Deduplicated, in the order they run. */
  readonly effects: readonly Effect[];
  /** Why this plan cannot be applied; empty when it can. */
  readonly refusals: readonly Refusal[];
  readonly digest: string;
}
