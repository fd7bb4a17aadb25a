import type { CrossCheckResult } from './cross-check-results.ts';
import type { ScannerMapping } from './scanner-mapping.ts';
import type { ScannerResults } from './scanner-results.ts';

/** Puts the two runs of a scanner side by side, with what `holds` says of exceptions that the scanner cannot see. */
export function sideBySide(
  { controls, inForce }: ScannerMapping,
  before: ScannerResults,
  after: ScannerResults,
  holds: (script: string) => boolean,
): ReadonlyMap<string, CrossCheckResult> {
  const seen = (script: string | undefined) => (script === undefined ? '-' : holds(script) ? 'yes' : 'no');
  const tests = Object.values(controls).flat();
  return new Map(
    tests.map((test) => [
      test,
      { before: before.get(test) ?? '-', after: after.get(test) ?? '-', inForce: seen(inForce[test]) },
    ]),
  );
}
