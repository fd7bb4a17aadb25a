import type { KnownAuditRule } from '../facts/audit-rules.ts';

/** What is to be recorded, and how rules are told that do it. */
export interface AuditWanted {
  readonly object: string;
  readonly statement: string;
  /** What evidence says where nothing records it. */
  readonly nothing: string;
  /** Its rules file below /etc/audit/rules.d. */
  readonly file: string;
  readonly lines: readonly AuditWantedLine[];
  /** Whether a rule is on the same thing, be it not enough. */
  isAbout(rule: KnownAuditRule): boolean;
  /** Whether a never-rule keeps it from being recorded. */
  isSilencedBy(rule: KnownAuditRule): boolean;
  /** What it needs is made by a service, so that no file can hold the rule. */
  readonly isMadeLater: boolean;
  /** What a person must do because no file can hold the rule; empty where one can. */
  readonly unfit: readonly string[];
}

/** A line of the rules file, which is not written where other rules record as much. */
export interface AuditWantedLine {
  readonly text: string;
  /** The rules that do, whatever their keys; empty where they do not. */
  coveredBy<R extends KnownAuditRule>(rules: readonly R[]): readonly R[];
}
