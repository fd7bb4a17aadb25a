import type { HostReader } from './host.ts';
import type { Requirement } from './requirement.ts';

/** `area/name`: the path of its file below playbooks/. */
export type PlaybookId = string;
export type Severity = 'low' | 'medium' | 'high' | 'critical';
export type Profile = 'baseline' | 'container-host' | 'strict';
/** `auto` needs no decision; `param` does once its parameters are set; `partial` and `advisory` leave work to a person. */
export type Mode = 'auto' | 'param' | 'partial' | 'advisory';

/** Something read from the host: named, cached for one pass, changing nothing. */
export interface Fact<T> {
  readonly name: string;
  /** `use` reads another fact, through the same cache. */
  read(host: HostReader, use: Use): Promise<T>;
}
export type Use = <T>(fact: Fact<T>) => Promise<T>;

/** A parameter: typed, described, with a default; set in policy.ini below the playbook's id. */
export type Param =
  | { readonly type: 'names'; readonly describe: string; readonly default: readonly string[] }
  | { readonly type: 'text'; readonly describe: string; readonly default: string }
  | { readonly type: 'flag'; readonly describe: string; readonly default: boolean }
  | {
      readonly type: 'number';
      readonly describe: string;
      readonly default: number;
      readonly min: number;
      readonly max: number;
    }
  | {
      readonly type: 'choice';
      readonly describe: string;
      readonly default: string;
      readonly choices: readonly string[];
    };

export interface ParamValues {
  readonly names: readonly string[];
  readonly text: string;
  readonly flag: boolean;
  readonly number: number;
  readonly choice: string;
}

export type Params = { readonly [name: string]: Param };
export type ValuesOfParams<P extends Params> = { readonly [N in keyof P]: ParamValues[P[N]['type']] };

/** A fact that could not be read: what a playbook that tolerates it is given in place of the value. */
export type Facts = { readonly [name: string]: Fact<unknown> };
export type ValuesOfFacts<F extends Facts> = {
  readonly [N in keyof F]: F[N] extends Fact<infer T> ? T : never;
};

/** One control, as data. It never acts. */
export interface Playbook<F extends Facts = Facts, P extends Params = Params> {
  readonly id: PlaybookId;
  readonly title: string;
  readonly severity: Severity;
  readonly mode: Mode;
  readonly profiles: readonly Profile[];
  /** Why it matters, in a few sentences. */
  readonly why: string;
  /** What may stop working, each a noun phrase. */
  readonly mayBreak: readonly string[];
  /** What it changes could cut somebody off: runs of it wait for confirmation. */
  readonly access?: true;
  /** Framework to its numbers. */
  readonly references: { readonly [framework: string]: readonly string[] };
  readonly params: P;
  readonly facts: F;
  /** Facts that cost and are not read with these parameters: their value is null. */
  spares?(params: ValuesOfParams<P>): readonly (keyof F)[];
  /** True, or the sentence why it does not apply here. */
  applies?(given: { facts: ValuesOfFacts<F>; params: ValuesOfParams<P> }): true | string;
  /** What this host has to choose from, by parameter: a guided session offers it. Other values are good too. */
  choices?(given: { facts: ValuesOfFacts<F> }): { readonly [N in keyof P]?: readonly string[] };
  /** Pure and synchronous. */
  assess(given: { facts: ValuesOfFacts<F>; params: ValuesOfParams<P> }): readonly Requirement[];
}
