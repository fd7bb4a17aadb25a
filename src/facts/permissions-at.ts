import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { type Permissions, permissionsOf } from './permissions.ts';

/** Whose a path of the running host is; null where there is none, and in an image, where what /run holds is left from its making. */
export function permissionsAt(path: Path): Fact<Permissions | null> {
  return {
    name: `permissions-at ${path}`,
    read: async (host) => (host.identity.type === 'image' ? null : permissionsOf(host, path)),
  };
}
