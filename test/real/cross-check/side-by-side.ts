import type { CrossCheckResult } from './cross-check-results.ts';
import type { ScannerMapping } from './scanner-mapping.ts';
import type { ScannerResults } from './scanner-results.ts';

/** Puts the two runs of a scanner side by side. */
export function sideBySide(
  mapping: ScannerMapping,
  before: ScannerResults,
  after: ScannerResults,
): ReadonlyMap<string, CrossCheckResult> {
  const tests = Object.values(mapping.controls).flat();
  return new Map(
    tests.map((test) => [test, { before: before.get(test) ?? '-', after: after.get(test) ?? '-' }]),
  );
}
