import type { Path } from '../model/path.ts';
import { globPattern } from './glob-pattern.ts';
import { parseSshdConfig, type SshdDirective } from './sshd-config.ts';

/** A file of sshd's configuration with those it includes. */
export interface SshdFile {
  readonly path: Path;
  readonly text: string;
  readonly directives: readonly SshdDirective[];
  readonly includes: readonly SshdInclude[];
}

/** What one pattern of an Include brings in. */
export interface SshdInclude {
  /** Of the directive. */
  readonly line: number;
  /** Absolute; a glob(7). */
  readonly pattern: string;
  /** In the order of their bytes. */
  readonly files: readonly SshdFile[];
}

/** The files as they will be with one of them changed; one that is new counts only where an Include asks for it. */
export function withSshdFile(file: SshdFile, path: Path, change: (text: string) => string): SshdFile {
  const includes = file.includes.map((include) => ({ ...include, files: changed(include, path, change) }));
  if (file.path !== path) return { ...file, includes };
  const text = change(file.text);
  return { path, text, directives: parseSshdConfig(text), includes: moved(file, text, includes) };
}

function changed(
  { files, pattern }: SshdInclude,
  path: Path,
  change: (text: string) => string,
): readonly SshdFile[] {
  const all = files.map((file) => withSshdFile(file, path, change));
  if (all.some((file) => file.path === path) || !globPattern(pattern).test(path)) return all;
  const text = change('');
  const added = { path, text, directives: parseSshdConfig(text), includes: [] };
  const before = all.filter((file) => file.path < path);
  return [...before, added, ...all.slice(before.length)];
}

/** Includes stay in their order, so the n-th directive keeps what it brings in, on whatever line it is now. */
function moved(file: SshdFile, text: string, includes: readonly SshdInclude[]): readonly SshdInclude[] {
  const linesIn = (directives: readonly SshdDirective[]) =>
    directives.filter(({ key }) => key === 'include').map(({ line }) => line);
  const [old, now] = [linesIn(file.directives), linesIn(parseSshdConfig(text))];
  return includes.map((include) => ({ ...include, line: now[old.indexOf(include.line)] ?? include.line }));
}
