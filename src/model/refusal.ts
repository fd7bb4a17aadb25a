import type { Effect } from './effect.ts';
import type { Path } from './path.ts';
import type { Wait } from './wait.ts';

/** Every expected "no", by code, with what its sentence needs. Sentences live in report/, headings in docs/errors.md. */
export interface Refusals {
  // Reading the host
  unreadable: { path: Path; why: string };
  'not-root': { path: Path };
  malformed: { path: Path; line: number; why: string };
  'too-large': { path: Path; size: number; limit: number };
  'link-loop': { path: Path };
  'not-a-directory': { path: Path };
  'command-failed': { command: string; why: string };
  'not-observable': { what: string };
  'tool-missing': { tool: string; package: string; what: string };
  // Planning
  'wishes-differ': { kind: string; key: string; part: string; playbooks: string };
  'fix-not-effective': { playbook: string; object: string };
  'no-space': { path: Path; needed: number; free: number };
  'read-only-file-system': { path: Path };
  immutable: { path: Path; flag: string };
  'mount-point': { path: Path };
  'hard-linked': { path: Path; links: number };
  'wrong-type': { path: Path; wanted: string; found: string };
  'parent-missing': { path: Path };
  'attributes-unsupported': { path: Path; name: string };
  'candidate-invalid': { path: Path; validator: string; why: string };
  'rules-locked': Record<never, never>;
  guard: { guard: string; playbook: string; object: string; why: string; lift: string };
  // Applying
  'not-allowed': { what: string; allow: string };
  'other-host': { run: string; why: string };
  'stale-plan': { planned: string; found: string };
  'changed-since': { kind: string; key: string };
  'not-as-planned': { kind: string; key: string };
  'not-met-after': { playbook: string; object: string; verdict: string };
  'probe-failed': { probe: string; why: string };
  'effect-failed': { effect: Effect; why: string };
  interrupted: { signal: string };
  'needs-confirmation': { playbooks: string };
  'no-probe': Record<never, never>;
  'cannot-wait': Record<never, never>;
  'run-waits': { run: string; by: Wait['by'] };
  'not-waiting': { run: string; why: string };
  'no-new-login': { run: string; why: string };
  'not-confirmed': { run: string };
  'no-consent': { command: string };
  'undo-failed': { run: string; why: string };
  locked: { what: string };
  'unsafe-state-dir': { path: Path; why: string };
  io: { path: string; call: string; errno: string };
  // Journal and rollback
  'journal-damaged': { run: string; record: number; why: string };
  'journal-newer': { run: string; version: number };
  'blob-damaged': { run: string; hash: string };
  'unknown-run': { run: string };
  'no-run': Record<never, never>;
  'not-rollbackable': { run: string; why: string };
  drift: { kind: string; key: string; change: number };
  'merge-conflict': { key: string; line: number };
  'not-mergeable': { kind: string; key: string };
  'foreign-state': { kind: string; key: string; run: string };
  'unfinished-run': { run: string };
  // Usage
  usage: { why: string };
  'unknown-playbook': { id: string; nearest: string };
  'unknown-object': { playbook: string; object: string; nearest: string };
  'not-waivable': { playbook: string; object: string; why: string };
  'unknown-change': { run: string; change: number };
  policy: { path: string; line: number; why: string };
  'plan-file': { path: string; why: string };
  snapshot: { path: string; why: string };
}

export type RefusalCode = keyof Refusals;

/** An expected "no", as data. */
export type Refusal = {
  readonly [C in RefusalCode]: { readonly code: C; readonly args: Refusals[C] };
}[RefusalCode];

/** Carries a refusal through the stack. Whatever else is thrown is a bug. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(`${refusal.code} ${JSON.stringify(refusal.args)}`, options);
    this.refusal = refusal;
  }
}
