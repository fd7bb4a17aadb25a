import type { Path } from '../model/path.ts';
import { parseSudoers } from './sudoers.ts';
import type { SudoersFile, SudoersInclude } from './sudoers-file.ts';

/**
 * The files as they will be with `path` in a directory that they include, written or replaced.
 * Null where none includes that directory, so that the file would never be read.
 */
export function withSudoersDropIn(root: SudoersFile, path: Path, text: string): SudoersFile | null {
  const directory = path.slice(0, path.lastIndexOf('/'));
  const dropIn: SudoersFile = { path, lines: parseSudoers(text), includes: [] };
  let included = false;

  const inFile = (file: SudoersFile): SudoersFile => ({ ...file, includes: file.includes.map(inInclude) });
  const inInclude = (include: SudoersInclude): SudoersInclude => {
    const files = include.files.map(inFile);
    if (include.directory !== directory) return { ...include, files };
    included = true;
    const others = files.filter((file) => file.path !== path);
    const before = others.filter((file) => file.path < path);
    return { ...include, files: [...before, dropIn, ...others.slice(before.length)] };
  };

  const after = inFile(root);
  return included ? after : null;
}
