import { type AideLine, parseAideConf } from '../formats/aide-conf.ts';
import { type AideRule, aidePattern } from '../formats/aide-selects.ts';
import { hostPath } from '../formats/host-path.ts';
import { Malformed } from '../model/format.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile, refusingMalformed } from './host-file.ts';
import { hostname } from './hostname.ts';

/** AIDE as it is configured, which watches files for changes. */
export interface Aide {
  readonly program: Path;
  /** Null where it has no configuration to start with. */
  readonly config: Path | null;
  readonly rules: readonly AideRule[];
  /** Files that AIDE would run and read the output of. What rules they make is not known here. */
  readonly programs: readonly Path[];
  /** Where its record of the files is to be. */
  readonly database: Path;
  /** Where a new record is written to. */
  readonly output: Path;
  /** When the record was made, in nanoseconds since the epoch in decimal; null where there is none. */
  readonly made: string | null;
}

const PROGRAMS: readonly Path[] = ['/usr/bin/aide', '/usr/sbin/aide'];
/** Debian and Ubuntu; everybody else. */
const CONFIGS: readonly Path[] = ['/etc/aide/aide.conf', '/etc/aide.conf'];
const USUAL: Path = '/var/lib/aide/aide.db';
/** As in AIDE. */
const MOST_LEVELS = 16;

/** aide.conf(5) and all that it includes, without running what it would run; null where AIDE is not installed. */
export const aide: Fact<Aide | null> = {
  name: 'aide',
  async read(host, use) {
    const [program] = await existing(host, PROGRAMS);
    if (program === undefined) return null;
    const [config] = await existing(host, CONFIGS);
    const variables = new Map<string, string>();
    // The name without its domain, as AIDE takes it.
    const name = await use(hostname);
    if (name !== null) variables.set('HOSTNAME', name.replace(/\..*/s, ''));
    const reading: Reading = { host, variables, rules: [], programs: [], options: new Map() };
    if (config !== undefined) await readFile(reading, config, '', 0);
    const { rules, programs, options } = reading;
    const named = options.get('database_in') ?? options.get('database');
    const database = fileOf(named) ?? USUAL;
    const output = fileOf(options.get('database_out')) ?? `${USUAL}.new`;
    const made = (await host.status((await host.resolve(database)) ?? database))?.mtime ?? null;
    return { program, config: config ?? null, rules, programs, database, output, made };
  },
};

interface Reading {
  readonly host: HostReader;
  readonly variables: Map<string, string>;
  readonly rules: AideRule[];
  readonly programs: Path[];
  readonly options: Map<string, string>;
}

async function readFile(reading: Reading, path: Path, prefix: string, level: number): Promise<void> {
  const lines = (await hostFile(reading.host, path, parseAideConf)) ?? [];
  /** Of each condition that is open, whether its lines count. */
  const open: boolean[] = [];
  for (const line of lines) {
    if (line.type === 'if') open.push((await holds(reading, line)) !== line.negated);
    else if (line.type === 'else') open.push(open.pop() !== true);
    else if (line.type === 'endif') open.pop();
    else if (open.every((each) => each)) await take(reading, line, path, prefix, level);
  }
}

async function take(
  reading: Reading,
  line: AideLine,
  source: Path,
  prefix: string,
  level: number,
): Promise<void> {
  const filled = (text: string) => fill(reading, text);
  switch (line.type) {
    case 'define':
      reading.variables.set(line.name, filled(line.value));
      return;
    case 'undef':
      reading.variables.delete(line.name);
      return;
    case 'option':
      reading.options.set(line.name, filled(line.value));
      return;
    case 'rule': {
      const { sign, types, line: number, text } = line;
      // What a program of AIDE's would define is not known here, and empty in its place would take in too much.
      const isKnown =
        reading.programs.length === 0 || namesIn(line.regex).every((name) => reading.variables.has(name));
      const pattern = isKnown ? aidePattern(`${prefix}${filled(line.regex)}`) : null;
      reading.rules.push({ sign, types, pattern, source, line: number, text });
      return;
    }
    case 'include': {
      const path = filled(line.path);
      if (!isPath(path)) return;
      if (level >= MOST_LEVELS) {
        refusingMalformed(source, () => {
          throw new Malformed(line.line, 'too many levels of includes');
        });
      }
      for (const file of await included(reading.host, path, line.pattern)) {
        const mode = (await reading.host.status(file))?.mode ?? 0;
        if (line.runs && (mode & 0o111) !== 0) reading.programs.push(file);
        else await readFile(reading, file, `${prefix}${filled(line.prefix)}`, level + 1);
      }
    }
  }
}

/** Files only, sorted as strcmp(3) does; those of a directory as far as the pattern finds something in their names. */
async function included(host: HostReader, path: Path, pattern: string | null): Promise<readonly Path[]> {
  if (pattern === null) return (await host.resolve(path)) === null ? [] : [path];
  const files: Path[] = [];
  for (const name of (await host.list(path)) ?? []) {
    const file = hostPath.join(path, name);
    const real = await host.resolve(file);
    const isFile = real !== null && (await host.status(real))?.type === 'file';
    if (isFile && fits(pattern, name)) files.push(file);
  }
  return files;
}

function fits(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern).test(name);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

async function holds(
  { host, variables }: Reading,
  { test, word }: Extract<AideLine, { type: 'if' }>,
): Promise<boolean> {
  if (test === 'defined') return variables.has(word);
  if (test === 'hostname') return variables.get('HOSTNAME') === word;
  return test === 'exists' && isPath(word) && (await host.resolve(word)) !== null;
}

function fill({ variables }: Reading, text: string): string {
  return text.replace(/@@\{(\w+)\}/g, (_, name: string) => variables.get(name) ?? '');
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/@@\{(\w+)\}/g)].map(([, name = '']) => name);
}

function fileOf(url: string | undefined): Path | null {
  const path = url?.replace(/^file:(?:\/\/(?=\/))?/, '') ?? '';
  return isPath(path) ? path : null;
}

async function existing(host: HostReader, paths: readonly Path[]): Promise<readonly Path[]> {
  const found: Path[] = [];
  for (const path of paths) if ((await host.resolve(path)) !== null) found.push(path);
  return found;
}

function isPath(text: string): text is Path {
  return text.startsWith('/');
}
