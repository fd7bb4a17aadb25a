import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is not compared: test/real/left-out.txt, the only place for it. */
export interface LeftOut {
  /** Entries with all that is below them. */
  readonly paths: readonly string[];
  /** `/var/lib mtime`, for all entries of a type `directory size`, for all below a folder `/var/log/* size`. */
  readonly fields: readonly string[];
  /** Letters of lsattr(1). */
  readonly flags: readonly string[];
  /** Names as sysctl(8) prints them. */
  readonly sysctls: readonly string[];
  /** Where they are mounted. */
  readonly mounts: readonly string[];
  /** Names of units with what is said of them: `x.service state`. */
  readonly units: readonly string[];
}

const FILE = join(import.meta.dirname, '../left-out.txt');
const KINDS = { path: [], field: [], flag: [], sysctl: [], mount: [], unit: [] };

/**
 * A `*` at the end of a path, a sysctl, a mount or a unit stands for anything. Of a host that is up, more
 * is left out: the kinds that begin with `running`. A line that is not understood, or gives no reason, is an error.
 */
export function leftOut(running: 'running' | null = null): LeftOut {
  const found: Record<string, string[]> = structuredClone(KINDS);
  for (const line of readFileSync(FILE, 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [scoped = '', what, reason] = line.split(/ {2,}/);
    const kind = scoped.replace(/^running /, '');
    if (found[kind] === undefined || what === undefined || reason === undefined) {
      throw new Error(`left-out.txt: not understood: ${line}`);
    }
    if (kind === scoped || running !== null) found[kind].push(what);
  }
  const { path = [], field = [], flag = [], sysctl = [], mount = [], unit = [] } = found;
  return { paths: path, fields: field, flags: flag, sysctls: sysctl, mounts: mount, units: unit };
}
