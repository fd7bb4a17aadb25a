import { posix } from 'node:path';
import { commandFlags } from '../formats/command-flags.ts';
import { splitExecStart } from '../formats/exec-words.ts';
import { parseSshdConfig } from '../formats/sshd-config.ts';
import { type SshdStatement, sshdStatements } from '../formats/sshd-evaluate.ts';
import type { SshdFile, SshdInclude } from '../formats/sshd-file.ts';
import type { Unit } from '../model/effect.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact, Use } from '../model/playbook.ts';
import { Refused } from '../model/refusal.ts';
import { globPaths } from './glob-paths.ts';
import { hostFile, refusingMalformed } from './host-file.ts';
import { unitEnvironment } from './unit-environment.ts';
import { unitFile } from './unit-file.ts';

export interface Sshd {
  /** The configuration it is started with, and all that this includes. */
  readonly main: SshdFile;
  /** `-o` of its command line: read before any file, so that it wins. */
  readonly options: readonly SshdStatement[];
  /** What is reloaded for a change to count; null where systemd does not run it. */
  readonly unit: Unit | null;
}

const PROGRAMS: readonly Path[] = ['/usr/sbin/sshd', '/usr/local/sbin/sshd'];
/** Debian's name, and everybody else's. */
const UNITS: readonly Unit[] = ['ssh.service', 'sshd.service'];
/** openSUSE keeps the vendor's in /usr/etc, which counts as long as there is none in /etc. */
const MAIN: readonly Path[] = ['/etc/ssh/sshd_config', '/usr/etc/ssh/sshd_config'];
/** Where an Include without a leading slash looks. */
const DIRECTORY = '/etc/ssh';
/** As in sshd, which counts levels rather than look for loops. */
const MOST_LEVELS = 16;

/** OpenSSH's server as it is configured, sshd_config(5); null where there is none, or nothing that it could start with. */
export const sshd: Fact<Sshd | null> = {
  name: 'sshd',
  async read(host, use) {
    const programs = await Promise.all(PROGRAMS.map((program) => host.resolve(program)));
    if (programs.every((program) => program === null)) return null;
    const command = await commandOf(use);
    const named = commandFlags(command?.argv ?? [], ['-f']).at(-1);
    const candidates = named === undefined ? MAIN : [posix.resolve('/', named) as Path];
    for (const path of candidates) {
      const main = await readFile(host, path, 0);
      if (main !== null) return { main, options: optionsOf(command), unit: command?.unit ?? null };
    }
    return null;
  },
};

interface Command {
  readonly argv: readonly string[];
  readonly source: Path;
  readonly line: number;
  readonly unit: Unit;
}

async function commandOf(use: Use): Promise<Command | null> {
  for (const name of UNITS) {
    const unit = await use(unitFile(name));
    const start = unit?.values('Service', 'ExecStart').at(-1);
    if (start === undefined) continue;
    const { value, source, line } = start;
    const environment = await use(unitEnvironment(name));
    const argv = refusingMalformed(source, () => splitExecStart(value, environment), line);
    return { argv, source, line, unit: name };
  }
  return null;
}

function optionsOf(command: Command | null): readonly SshdStatement[] {
  if (command === null) return [];
  const { argv, source, line } = command;
  return commandFlags(argv, ['-o']).flatMap((option) =>
    refusingMalformed(source, () => parseSshdConfig(option), line).map((directive) => ({
      ...directive,
      line,
      text: `-o ${option}`,
      path: source,
      blocks: [],
    })),
  );
}

/** All statements in the order in which sshd reads them. */
export function statementsOf({ options, main }: Pick<Sshd, 'options' | 'main'>): readonly SshdStatement[] {
  return [...options, ...sshdStatements(main)];
}

/** Null where there is no such file. */
async function readFile(host: HostReader, path: Path, level: number): Promise<SshdFile | null> {
  const real = await host.resolve(path);
  if (real === null || (await host.status(real))?.type === 'directory') return null;
  const parsed = await hostFile(host, path, (text) => ({ text, directives: parseSshdConfig(text) }));
  const { text, directives } = parsed ?? { text: '', directives: [] };
  const includes: SshdInclude[] = [];
  for (const { key, line, args } of directives) {
    if (key !== 'include') continue;
    if (level >= MOST_LEVELS) throw malformed(path, line, 'too many levels of includes');
    for (const pattern of args.map((arg) => posix.resolve(DIRECTORY, arg))) {
      const files: SshdFile[] = [];
      for (const each of await globPaths(host, pattern)) {
        const file = await readFile(host, each, level + 1);
        if (file !== null) files.push(file);
      }
      includes.push({ line, pattern, files });
    }
  }
  return { path, text, directives, includes };
}

function malformed(path: Path, line: number, why: string): Refused {
  return new Refused({ code: 'malformed', args: { path, line, why } });
}
