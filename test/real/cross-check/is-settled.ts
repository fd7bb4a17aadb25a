import type { CrossCheckResult } from './cross-check-results.ts';
import type { ScannerMapping } from './scanner-mapping.ts';

/** Whether a mapped test is as it must be after: it passes, does not apply, or is an exception that holds. */
export function isSettled(
  mapping: ScannerMapping,
  test: string,
  { after, inForce }: CrossCheckResult,
): boolean {
  if (mapping.exceptions[test] !== undefined) return inForce !== 'no';
  return ['pass', 'notapplicable', 'fixed'].includes(after);
}
