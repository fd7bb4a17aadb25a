import type { Mount } from '../formats/mountinfo.ts';

/**
 * The mount that a path is on: found as the kernel walks, from the root over each mount point on the way, so
 * that one which another hides is not taken. Null where the table has no root.
 */
export function coveringMount(mounts: readonly Mount[], path: string): Mount | null {
  const ids = new Set(mounts.map((mount) => mount.id));
  let at = mounts.find((mount) => mount.target === '/' && !ids.has(mount.parent)) ?? null;
  while (at !== null) {
    const here = at;
    // A later mount on the same point covers an earlier one, and the nearer point is crossed first.
    const next = mounts
      .filter((mount) => mount.parent === here.id && mount.id !== here.id && isBelow(path, mount.target))
      .sort((a, b) => a.target.length - b.target.length || b.id - a.id)[0];
    if (next === undefined) return here;
    at = next;
  }
  return null;
}

/** Whether the path is the directory or something in it. */
export function isBelow(path: string, directory: string): boolean {
  return path === directory || directory === '/' || path.startsWith(`${directory}/`);
}
