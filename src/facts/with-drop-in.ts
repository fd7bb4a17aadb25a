import type { SysctlAssignment } from '../formats/sysctl-conf.ts';
import type { Path } from '../model/path.ts';
import type { SysctlConfiguration } from './sysctl-configuration.ts';

/** The configuration as it would be with these lines at the end of a file of /etc/sysctl.d, new or not. */
export function withDropIn(
  configuration: SysctlConfiguration,
  path: Path,
  lines: readonly Pick<SysctlAssignment, 'key' | 'value'>[],
): SysctlConfiguration {
  const present = configuration.files.find((file) => baseName(file.path) === baseName(path));
  const before = present?.path === path ? present.assignments : [];
  const added = lines.map((line, i) => ({ ...line, line: before.length + i + 1, ignoreErrors: false }));
  const others = configuration.files.filter((file) => file !== present);
  const at = others.findIndex((file) => baseName(file.path) > baseName(path));
  const place = at < 0 ? others.length : at;
  return {
    ...configuration,
    files: others.toSpliced(place, 0, { path, assignments: [...before, ...added] }),
  };
}

function baseName(path: Path): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
