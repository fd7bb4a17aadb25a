import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is not compared: test/real/left-out.txt, the only place for it. */
export interface LeftOut {
  /** Entries with all that is below them. */
  readonly paths: readonly string[];
  /** `/var/lib mtime`, or for all entries of a type `directory size`. */
  readonly fields: ReadonlySet<string>;
  /** Letters of lsattr(1). */
  readonly flags: ReadonlySet<string>;
  /** Names as sysctl(8) prints them; a `*` at the end stands for anything. */
  readonly sysctls: readonly string[];
}

const FILE = join(import.meta.dirname, '../left-out.txt');

/** A line that is not understood, or gives no reason, is an error. */
export function leftOut(): LeftOut {
  const found: Record<string, string[]> = { path: [], field: [], flag: [], sysctl: [] };
  for (const line of readFileSync(FILE, 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [kind = '', what, reason] = line.split(/ {2,}/);
    if (found[kind] === undefined || what === undefined || reason === undefined) {
      throw new Error(`left-out.txt: not understood: ${line}`);
    }
    found[kind].push(what);
  }
  const { path = [], field = [], flag = [], sysctl = [] } = found;
  return { paths: path, fields: new Set(field), flags: new Set(flag), sysctls: sysctl };
}
