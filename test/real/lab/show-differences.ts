import type { Difference } from './compare-manifests.ts';

/** One line for each difference; bytes that are not printable ASCII as `\xNN`. */
export function showDifferences(differences: readonly Difference[]): string {
  return differences
    .map(
      ({ path, field, before, after }) => `${path}: ${field}: ${before ?? 'absent'} -> ${after ?? 'absent'}`,
    )
    .map((line) => line.replaceAll(/[^ -~]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`))
    .join('\n');
}
