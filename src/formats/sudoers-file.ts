import type { Path } from '../model/path.ts';
import type { SudoersLine } from './sudoers.ts';
import type { SudoersStatement } from './sudoers-statement.ts';

/** A sudoers file with those it includes. */
export interface SudoersFile {
  readonly path: Path;
  readonly lines: readonly SudoersLine[];
  readonly includes: readonly SudoersInclude[];
}

/** What one `@include` or `@includedir` brings in. */
export interface SudoersInclude {
  /** Of the directive. */
  readonly line: number;
  /** The directory of an `@includedir`; its files are in the order of their bytes. */
  readonly directory: Path | null;
  readonly files: readonly SudoersFile[];
}

/** A statement and where it stands. */
export interface PlacedSudoersStatement {
  readonly path: Path;
  readonly line: number;
  readonly text: string;
  readonly statement: SudoersStatement;
}

/** All statements in the order in which sudo reads them. */
export function sudoersStatements(file: SudoersFile): readonly PlacedSudoersStatement[] {
  return file.lines.flatMap(({ line, text, statement }): readonly PlacedSudoersStatement[] => {
    if (statement === null) return [];
    if (statement.type !== 'include') return [{ path: file.path, line, text: text.trim(), statement }];
    return file.includes
      .filter((include) => include.line === line)
      .flatMap((include) => include.files.flatMap(sudoersStatements));
  });
}
