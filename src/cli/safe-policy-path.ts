import { resolvePath } from '../host/resolve-path.ts';
import type { Status } from '../model/entry.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';

/**
 * The policy's path with its links followed, null where there is none. What root does by a policy, whoever can
 * write the policy does: refuses one that others than root could have written or put in its place, anywhere on
 * the way. A sticky directory keeps root's names. Who could make one matters only where it is to be made: `isWritten`.
 */
export async function safePolicyPath(
  reader: HostReader,
  policy: Path,
  isWritten = false,
): Promise<Path | null> {
  const way: { readonly path: Path; readonly status: Status }[] = [];
  async function look(path: Path): Promise<{ readonly type: string; readonly target?: string } | null> {
    const status = await reader.status(path);
    if (status === null) return null;
    way.push({ path, status });
    if (status.type !== 'link') return status;
    const link = await reader.entry(path);
    return link?.type === 'link' ? link : null;
  }
  await look('/');
  const path = await resolvePath(policy, look, true);
  const found = path === null ? undefined : way.findLast((step) => step.path === path);
  const isDangling = found === undefined && way.at(-1)?.status.type === 'link';
  if (found === undefined && !isDangling && !isWritten) return null;
  for (const step of way) {
    const why = unsafe(step.status, step === found);
    if (why === null) continue;
    const what = step === found ? 'it' : step.path;
    throw new Refused({ code: 'policy', args: { path: policy, line: 0, why: `${what} ${why}` } });
  }
  if (isDangling) {
    throw new Refused({ code: 'policy', args: { path: policy, line: 0, why: 'it is a link to nothing' } });
  }
  return found === undefined ? null : path;
}

function unsafe({ type, uid, mode }: Status, isPolicy: boolean): string | null {
  if (uid !== 0) return `belongs to uid ${uid}, not to root`;
  // What a link leads to has its own mode.
  if (type === 'link' || (mode & 0o022) === 0) return null;
  return isPolicy || (mode & 0o1000) === 0 ? 'can be written by others than root' : null;
}
