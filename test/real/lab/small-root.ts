import { existsSync } from 'node:fs';
import { layOver } from './lay-over.ts';

/** A file by its text, a link by its target, or a directory. Parents come by themselves. */
export type SmallEntry = { readonly uid?: number; readonly gid?: number } & (
  | { readonly text: string; readonly mode?: number }
  | { readonly target: string }
  | { readonly mode: number }
);

/** Makes a root of a few entries, equal every time to the mtime of each. The directory must not exist. */
export function smallRoot(at: string, entries: Readonly<Record<string, SmallEntry>>): void {
  if (existsSync(at)) throw new Error(`${at} is there already`);
  layOver(at, entries);
}
