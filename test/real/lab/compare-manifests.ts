import type { Manifest } from './manifest.ts';

/** One field of one entry; `entry` where all of it is on one side only. */
export interface Difference {
  /** As in the manifest: latin1. */
  readonly path: string;
  readonly field: string;
  /** null: absent. */
  readonly before: string | null;
  readonly after: string | null;
}

/** Every difference, sorted by path; empty when both are the same. */
export function compareManifests(before: Manifest, after: Manifest): readonly Difference[] {
  const differences: Difference[] = [];
  for (const path of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const was = before.get(path);
    const is = after.get(path);
    if (was === undefined || is === undefined) {
      differences.push({ path, field: 'entry', before: was?.type ?? null, after: is?.type ?? null });
      continue;
    }
    for (const field of new Set([...Object.keys(was), ...Object.keys(is)])) {
      if (was[field] === is[field]) continue;
      differences.push({ path, field, before: was[field] ?? null, after: is[field] ?? null });
    }
  }
  return differences;
}
