import type { CrossCheckResult } from './cross-check-results.ts';
import type { ScannerMapping } from './scanner-mapping.ts';

/** Whether a mapped test is as it must be after: it passes, does not apply, or is an exception. */
export function isSettled(mapping: ScannerMapping, test: string, { after }: CrossCheckResult): boolean {
  return ['pass', 'notapplicable', 'fixed'].includes(after) || mapping.exceptions[test] !== undefined;
}
