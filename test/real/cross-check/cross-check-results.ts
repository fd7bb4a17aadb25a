/** A test's result before and after; `-` where it was not carried out. */
export interface CrossCheckResult {
  readonly before: string;
  readonly after: string;
}

/** Scanner to test to result. */
export type CrossCheckResults = { readonly [scanner: string]: ReadonlyMap<string, CrossCheckResult> };
