import {
  chmodSync,
  chownSync,
  lchownSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { SmallEntry } from './small-root.ts';

/** Any fixed time, with a fraction that a tool could lose: 2024-02-29 12:34:56.789012. */
const MTIME = 1_709_210_096.789012;

/**
 * Puts entries into a directory, with all their parents, each with the same mtime every time. What had the name
 * is gone; directories that are there already stay as they are. A link on the way is an error: it may lead out.
 */
export function layOver(at: string, entries: Readonly<Record<string, SmallEntry>>): void {
  const times = new Map<string, number>();
  const enter = (path: string) => {
    if (times.has(path)) return;
    if (path !== at) enter(dirname(path));
    const there = lstatSync(path, { throwIfNoEntry: false });
    if (there === undefined) {
      mkdirSync(path);
      chmodSync(path, 0o755);
    } else if (!there.isDirectory()) throw new Error(`${path} is no directory`);
    times.set(path, there === undefined ? MTIME : there.mtimeMs / 1000);
  };
  enter(at);
  for (const [name, entry] of Object.entries(entries)) {
    const path = join(at, name);
    enter(dirname(path));
    if ('text' in entry || 'target' in entry) rmSync(path, { recursive: true, force: true });
    if ('target' in entry) {
      symlinkSync(entry.target, path);
      lchownSync(path, entry.uid ?? 0, entry.gid ?? 0);
    } else {
      if ('text' in entry) writeFileSync(path, entry.text, { flag: 'wx' });
      else enter(path);
      chownSync(path, entry.uid ?? 0, entry.gid ?? 0);
      chmodSync(path, entry.mode ?? 0o644);
    }
    times.set(path, MTIME);
  }
  for (const [path, time] of times) lutimesSync(path, time, time);
}
