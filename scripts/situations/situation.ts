import type { Mutant } from '../mutants/mutant.ts';

/** Something on a host with which the obvious change does harm, or does nothing. */
export interface Situation {
  /** What is there, and where it needs saying what is planned. */
  readonly host: string;
  /** The only right answer: a verdict, a change or a refusal. */
  readonly right: string;
  /** What makes it so, as a clause. */
  readonly rule: string;
  /** Where it is tried: a file below test/, and the name of the test. */
  readonly test: readonly [file: string, name: string];
  /** Takes the rule out of its file: then that test fails. */
  readonly without: Pick<Mutant, 'file' | 'find' | 'replace'>;
}
