import { posix } from 'node:path';
import { parseSudoers } from '../formats/sudoers.ts';
import {
  type PlacedSudoersStatement,
  type SudoersFile,
  type SudoersInclude,
  sudoersStatements,
} from '../formats/sudoers-file.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { Refused } from '../model/refusal.ts';
import { hostFile } from './host-file.ts';
import { hostname } from './hostname.ts';
import { insecureSudoers } from './insecure-sudoers.ts';
import { sudoProgram } from './sudo-program.ts';

/** Something that sudo passes over, and why. */
export interface SudoersProblem {
  readonly path: Path;
  readonly why: string;
}

export interface Sudoers {
  readonly main: SudoersFile;
  /** Those of all files in the order in which sudo reads them. */
  readonly statements: readonly PlacedSudoersStatement[];
  readonly problems: readonly SudoersProblem[];
  readonly hostname: string | null;
}

/** As in sudo, which counts levels rather than look for loops. */
const MOST_LEVELS = 128;

/**
 * The sudoers policy with all that it includes, sudoers(5); null where sudo or its policy is not installed.
 * A file that sudo ignores for its owner or mode is a problem and says nothing.
 */
export const sudoers: Fact<Sudoers | null> = {
  name: 'sudoers',
  async read(host, use) {
    const path = await mainPath(host, await use(sudoProgram));
    if (path === null) return null;
    const reader = { host, hostname: await use(hostname), problems: [] as SudoersProblem[] };
    const main = (await readFile(reader, path, 0)) ?? { path, lines: [], includes: [] };
    return {
      main,
      statements: sudoersStatements(main),
      problems: reader.problems,
      hostname: reader.hostname,
    };
  },
};

interface Reader {
  readonly host: HostReader;
  readonly hostname: string | null;
  readonly problems: SudoersProblem[];
}

/** sudo-rs has a file of its own that goes before; openSUSE keeps the vendor's in /usr/etc. */
async function mainPath(host: HostReader, program: 'sudo' | 'sudo-rs' | null): Promise<Path | null> {
  if (program === null) return null;
  const candidates: readonly Path[] = [
    ...(program === 'sudo-rs' ? ['/etc/sudoers-rs' as const] : []),
    '/etc/sudoers',
    '/usr/etc/sudoers',
  ];
  for (const path of candidates) if ((await host.resolve(path)) !== null) return path;
  return null;
}

/** Null where sudo would not read it. */
async function readFile(reader: Reader, path: Path, level: number): Promise<SudoersFile | null> {
  const why = await insecureSudoers(reader.host, path, 'file');
  if (why !== null) {
    reader.problems.push({ path, why });
    return null;
  }
  const lines = (await hostFile(reader.host, path, parseSudoers)) ?? [];
  const includes: SudoersInclude[] = [];
  for (const { line, statement } of lines) {
    if (statement?.type !== 'include') continue;
    if (level >= MOST_LEVELS) {
      throw new Refused({ code: 'malformed', args: { path, line, why: 'too many levels of includes' } });
    }
    const target = includedPath(reader, path, statement.path);
    if (target === null) continue;
    includes.push(
      statement.directory
        ? { line, directory: target, files: await readDirectory(reader, target, level + 1) }
        : { line, directory: null, files: await readFiles(reader, [target], level + 1) },
    );
  }
  return { path, lines, includes };
}

async function readDirectory(reader: Reader, directory: Path, level: number): Promise<SudoersFile[]> {
  if ((await reader.host.resolve(directory)) === null) return [];
  const why = await insecureSudoers(reader.host, directory, 'directory');
  if (why !== null) {
    reader.problems.push({ path: directory, why });
    return [];
  }
  const names = (await reader.host.list(directory)) ?? [];
  const read = names.filter((name) => !name.includes('.') && !name.endsWith('~'));
  return readFiles(
    reader,
    read.map((name): Path => `${directory}/${name}`),
    level,
  );
}

async function readFiles(reader: Reader, paths: readonly Path[], level: number): Promise<SudoersFile[]> {
  const files: SudoersFile[] = [];
  for (const path of paths) {
    const file = await readFile(reader, path, level);
    if (file !== null) files.push(file);
  }
  return files;
}

/** Relative to the file that includes it; `%h` is the short host name. */
function includedPath(reader: Reader, from: Path, written: string): Path | null {
  const host = reader.hostname?.split('.', 1)[0];
  if (written.includes('%h') && host === undefined) {
    reader.problems.push({ path: from, why: `includes ${written}, and the host name is not known` });
    return null;
  }
  const path = posix.resolve(posix.dirname(from), written.replaceAll('%h', host ?? ''));
  return path as Path;
}
