import { statSync } from 'node:fs';
import { Refused } from '../model/refusal.ts';

/** Where root's own programs are. The caller's PATH is never asked. */
const DIRECTORIES = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** The absolute path of a program of this system, or null. */
export function findProgram(name: string): string | null {
  for (const directory of DIRECTORIES) {
    const path = `${directory}/${name}`;
    if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) return path;
  }
  return null;
}

/** The same where the work cannot be done without; says which Debian package has it. */
export function needProgram(name: string, ofPackage: string, what: string): string {
  const path = findProgram(name);
  if (path === null)
    throw new Refused({ code: 'tool-missing', args: { tool: name, package: ofPackage, what } });
  return path;
}
