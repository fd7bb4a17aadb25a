import type { Json } from './json.ts';
import type { Path } from './path.ts';
import type { Waiver } from './plan.ts';
import type { PlaybookId, Profile } from './playbook.ts';

/** What an unattended run may do that it otherwise refuses. */
export type Allowance =
  | 'remove-invoking-user'
  | 'restart-docker'
  | 'restart-services'
  | 'best-effort-undo'
  | 'one-way';
/** How a change that could cut access is confirmed. */
export type Confirmation = 'login' | 'probes' | 'controller';
/** A program that must succeed, with its arguments; no shell. */
export interface Probe {
  /** Its key in the policy: `probe`, `probe-shop`. */
  readonly name: string;
  readonly argv: readonly [Path, ...string[]];
}
/** A port of this machine that must take a TCP connection and, unless `greeting` is empty, begin by saying that. */
export interface ConnectionProbe {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly greeting: string;
}

/** Section `[run]`. */
export interface RunPolicy {
  readonly onError: 'rollback' | 'keep';
  readonly allow: readonly Allowance[];
  readonly confirm: Confirmation | null;
  readonly probes: readonly Probe[];
  /** For how long a command that asks nobody waits while another one writes. */
  readonly lockWaitMs: number;
}

/** What /etc/holdfast/policy.ini decides. */
export interface Policy {
  readonly profile: Profile | null;
  readonly run: RunPolicy;
  /** Only those that are set, by playbook. */
  readonly params: { readonly [playbook: PlaybookId]: { readonly [param: string]: Json } };
  readonly waivers: readonly Waiver[];
  /** Playbooks that are left out unless they are named. */
  readonly skip: readonly PlaybookId[];
}
