import { globPattern, isGlob } from '../formats/glob-pattern.ts';
import type { SysctlAssignment } from '../formats/sysctl-conf.ts';
import type { Path } from '../model/path.ts';
import type { SysctlConfiguration, SysctlFile } from './sysctl-configuration.ts';

/** The assignment that decides a key at boot; `key` as the file has it, perhaps a glob. */
export interface BootSetting {
  readonly key: string;
  readonly value: string;
  readonly source: Path;
  readonly line: number;
}

type Sourced = SysctlAssignment & { readonly source: Path };
type Deciding = (key: string) => BootSetting | null;

/**
 * Which assignment decides a key (a path below /proc/sys) at the next boot, null where none does. A `*`
 * component asks for a name that no file knows.
 */
export function bootSettings(configuration: SysctlConfiguration): Deciding {
  const { reader, files, sysctlConf, ufw } = configuration;
  const boot =
    reader === 'systemd-sysctl'
      ? bySystemd(sourced(files))
      : byProcps(sourced(reader === null ? [] : [...files, ...(sysctlConf === null ? [] : [sysctlConf])]));
  const atUfwStart = byProcps(sourced(ufw === null ? [] : [ufw]));
  return (key) => atUfwStart(key) ?? boot(key);
}

/**
 * systemd-sysctl: one option per key as written; a new value moves it to the end, an equal one leaves it
 * where it was. Then globs are written in order, except onto keys that have an option of their own, be it
 * an exclusion.
 */
function bySystemd(assignments: readonly Sourced[]): Deciding {
  const options = new Map<string, Sourced>();
  for (const assignment of assignments) {
    const { key, value } = assignment;
    const existing = options.get(key);
    if (existing !== undefined && existing.value === value) continue;
    options.delete(key);
    options.set(key, assignment);
  }
  const globs = globsAmong([...options.values()]);
  return (key) => {
    const explicit = isGlob(key) ? undefined : options.get(key);
    return setting(explicit ?? globs.findLast(({ pattern }) => pattern.test(key))?.assignment);
  };
}

/** procps 4: every explicit assignment is written, the last stays; globs skip those keys and excluded ones. */
function byProcps(assignments: readonly Sourced[]): Deciding {
  const globs = globsAmong(assignments);
  const excluded = assignments.filter(({ value }) => value === null).map(({ key }) => globPattern(key));
  return (key) => {
    const explicit = assignments.findLast((each) => each.key === key && each.value !== null && !isGlob(key));
    if (explicit !== undefined) return setting(explicit);
    if (excluded.some((pattern) => pattern.test(key))) return null;
    return setting(globs.findLast(({ pattern }) => pattern.test(key))?.assignment);
  };
}

function globsAmong(assignments: readonly Sourced[]): readonly { pattern: RegExp; assignment: Sourced }[] {
  return assignments
    .filter(({ key, value }) => isGlob(key) && value !== null)
    .map((assignment) => ({ pattern: globPattern(assignment.key), assignment }));
}

function setting(assignment: Sourced | undefined): BootSetting | null {
  if (assignment === undefined || assignment.value === null) return null;
  const { key, value, source, line } = assignment;
  return { key, value, source, line };
}

function sourced(files: readonly SysctlFile[]): readonly Sourced[] {
  return files.flatMap(({ path, assignments }) => assignments.map((each) => ({ ...each, source: path })));
}
