import {
  chmodSync,
  chownSync,
  lchownSync,
  lutimesSync,
  mkdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** A file by its text, a link by its target, or a directory. Parents come by themselves. */
export type SmallEntry = { readonly uid?: number; readonly gid?: number } & (
  | { readonly text: string; readonly mode?: number }
  | { readonly target: string }
  | { readonly mode: number }
);

/** Any fixed time, with a fraction that a tool could lose: 2024-02-29 12:34:56.789012. */
const MTIME = 1_709_210_096.789012;

/** Makes a root of a few entries, equal every time to the mtime of each. The directory must not exist. */
export function smallRoot(at: string, entries: Readonly<Record<string, SmallEntry>>): void {
  const made = new Set<string>();
  const makeDirectory = (path: string) => {
    if (made.has(path)) return;
    if (path !== at) makeDirectory(dirname(path));
    mkdirSync(path);
    chmodSync(path, 0o755);
    made.add(path);
  };
  makeDirectory(at);
  for (const [name, entry] of Object.entries(entries)) {
    const path = join(at, name);
    makeDirectory(dirname(path));
    if ('target' in entry) {
      symlinkSync(entry.target, path);
      lchownSync(path, entry.uid ?? 0, entry.gid ?? 0);
    } else {
      if ('text' in entry) writeFileSync(path, entry.text);
      else makeDirectory(path);
      chownSync(path, entry.uid ?? 0, entry.gid ?? 0);
      chmodSync(path, entry.mode ?? 0o644);
    }
    made.add(path);
  }
  for (const path of made) lutimesSync(path, MTIME, MTIME);
}
