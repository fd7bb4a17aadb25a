import { hostPath } from '../formats/host-path.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import { type Permissions, permissionsOf } from './permissions.ts';

/** A file or directory, and what it is for. */
export interface JudgedFile<R extends string> extends Permissions {
  readonly role: R;
}

export interface JudgedFiles<R extends string> {
  /** What is there, each once, sorted by path. */
  readonly files: readonly JudgedFile<R>[];
  /** The directories above them: who may write to one may put another file in the place of one in it. */
  readonly above: readonly Permissions[];
}

/** Looks at every named path that there is. One that has two roles keeps the first. */
export async function judgedFiles<R extends string>(
  host: HostReader,
  named: readonly (readonly [role: R, path: Path])[],
): Promise<JudgedFiles<R>> {
  const files = new Map<Path, JudgedFile<R>>();
  for (const [role, path] of named) {
    const found = await permissionsOf(host, path);
    // A link to nothing or to /dev/null says that there is to be no file.
    const isNone = found?.type === 'link' && (found.target === null || found.target.path === '/dev/null');
    if (found !== null && !isNone && !files.has(found.path)) files.set(found.path, { ...found, role });
  }
  const sorted = [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  const above: Permissions[] = [];
  for (const path of new Set(sorted.flatMap((file) => hostPath.ancestors(file.path)))) {
    const found = files.has(path) ? null : await permissionsOf(host, path);
    if (found !== null) above.push(found);
  }
  return { files: sorted, above };
}
