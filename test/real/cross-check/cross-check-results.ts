/** A test's result before and after; `-` where it was not carried out. */
export interface CrossCheckResult {
  readonly before: string;
  readonly after: string;
  /** For an exception: `yes` or `no`, what was seen of its subject otherwise; `-` where nothing is to be seen. */
  readonly inForce: string;
}

/** Scanner to test to result. */
export type CrossCheckResults = { readonly [scanner: string]: ReadonlyMap<string, CrossCheckResult> };
