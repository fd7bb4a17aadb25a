/** One way to break Holdfast on purpose. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Files of tests, the quickest first, of which one must fail. */
  readonly tests: readonly string[];
  /** The one test in them that must fail, where not just any will do. */
  readonly test?: string;
}
