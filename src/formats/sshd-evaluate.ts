import type { Path } from '../model/path.ts';
import type { SshdDirective } from './sshd-config.ts';
import type { SshdFile } from './sshd-file.ts';
import { type SshdKeyword, sshdKeyword } from './sshd-keyword.ts';
import { parseSshdMatch, type SshdConnection, type SshdCriterion, sshdMatches } from './sshd-match.ts';
import { sshdSeconds } from './sshd-seconds.ts';

/** A Match line and what it asks for. */
export interface SshdBlock {
  readonly path: Path;
  readonly line: number;
  readonly text: string;
  readonly criteria: readonly SshdCriterion[];
}

/** A directive, where it stands, and the Match blocks it stands in: its file's, and those of the Includes on the way. */
export interface SshdStatement extends SshdDirective {
  readonly path: Path;
  readonly blocks: readonly SshdBlock[];
}

/** What holds, and the statement that says so; null where none does and the default counts. */
export interface SshdDecision {
  readonly value: string;
  readonly by: SshdStatement | null;
}

/**
 * All statements but Include and Match in the order in which sshd reads them. A block ends with its file: what
 * follows an Include is in the blocks that the Include is in.
 */
export function sshdStatements(file: SshdFile, around: readonly SshdBlock[] = []): readonly SshdStatement[] {
  const { path, includes } = file;
  const statements: SshdStatement[] = [];
  let blocks = around;
  for (const directive of file.directives) {
    const { line, text, key, args } = directive;
    if (key === 'match') blocks = [...around, { path, line, text, criteria: parseSshdMatch(args, line) }];
    else if (key !== 'include') statements.push({ ...directive, path, blocks });
    else {
      const files = includes.filter((include) => include.line === line).flatMap((include) => include.files);
      for (const each of files) statements.push(...sshdStatements(each, blocks));
    }
  }
  return statements;
}

/**
 * What a keyword comes to: the first statement in blocks that hold, else the first above all blocks. sshd reads its
 * files twice, once for everybody and once for the connection, and what the second pass finds goes over the first.
 * A block without criteria (`Match all`) holds in both.
 */
export function decideSshd(
  statements: readonly SshdStatement[],
  keyword: string,
  holds: (block: SshdBlock) => boolean,
): SshdDecision {
  const known = sshdKeyword(keyword);
  const key = (known?.name ?? keyword).toLowerCase();
  const said = statements.filter((statement) => statement.key === key);
  const by =
    said.find(({ blocks }) => blocks.length > 0 && blocks.every(holds)) ??
    said.find(({ blocks }) => blocks.length === 0) ??
    null;
  if (by === null) return { value: known?.default ?? '', by };
  return { value: meant(known, by.args.join(' ')), by };
}

/** For {@link decideSshd}: what holds for a connection. */
export function holdsFor(connection: SshdConnection): (block: SshdBlock) => boolean {
  return ({ criteria }) => sshdMatches(criteria, connection);
}

/** For {@link decideSshd}: what holds for everybody whom no block singles out. */
export function holdsForAll({ criteria }: SshdBlock): boolean {
  return criteria.length === 0;
}

/** As `sshd -T` prints it: times in seconds, and the name of today for what has an older one. */
function meant(known: SshdKeyword | null, value: string): string {
  if (known === null || known.values === null) return value;
  if (known.values === 'time') return String(sshdSeconds(value));
  if (known.values === 'number') return String(Number(value));
  return value.toLowerCase() === 'without-password' ? 'prohibit-password' : value.toLowerCase();
}
