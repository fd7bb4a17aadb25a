import type { SudoersFile } from '../formats/sudoers-file.ts';
import type { Path } from '../model/path.ts';

/** What one of the files of sudoers says now; null where sudo reads no such file. */
export function sudoersText(file: SudoersFile, path: Path): string | null {
  if (file.path === path) return file.lines.map(({ text }) => text).join('');
  for (const included of file.includes.flatMap(({ files }) => files)) {
    const text = sudoersText(included, path);
    if (text !== null) return text;
  }
  return null;
}
