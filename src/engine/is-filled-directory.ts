import type { Change } from '../model/change.ts';
import type { HostReader } from '../model/host.ts';
import type { Json } from '../model/json.ts';
import type { Path } from '../model/path.ts';

/** Whether a change would have to remove a directory in which there is something: somebody's own, which is left alone. */
export async function isFilledDirectory(
  host: HostReader,
  { kind, key }: Pick<Change, 'kind' | 'key'>,
  to: Json,
): Promise<boolean> {
  if (kind !== 'entry' || to !== null || (await host.status(key as Path))?.type !== 'directory') return false;
  return ((await host.list(key as Path)) ?? []).length > 0;
}
