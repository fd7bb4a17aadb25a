import { parseAptConf } from '../formats/apt-conf.ts';
import type { SourcedAptStatement } from '../formats/apt-config.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { aptPartFiles } from './apt-part-files.ts';
import { hostFile } from './host-file.ts';

export interface AptConfFile {
  readonly path: Path;
  /** Those of files that it includes stand in their place. */
  readonly statements: readonly SourcedAptStatement[];
}

/** apt's configuration: the drop-ins, and after them the main file, which has the last word. */
export interface AptConfiguration {
  readonly dropIns: readonly AptConfFile[];
  readonly main: AptConfFile | null;
}

const MAIN: Path = '/etc/apt/apt.conf';
const DROP_INS: Path = '/etc/apt/apt.conf.d';
/** As deep as apt goes. */
const DEEPEST = 10;

/** apt.conf(5), as apt itself and what asks it see it; null where there is no apt. The environment's `APT_CONFIG` is a caller's own. */
export const aptConfiguration: Fact<AptConfiguration | null> = {
  name: 'apt-configuration',
  async read(host) {
    if ((await host.resolve('/usr/bin/apt-get')) === null) return null;
    const dropIns: AptConfFile[] = [];
    for (const path of await aptPartFiles(host, DROP_INS, ['', 'conf'])) {
      dropIns.push({ path, statements: await statementsIn(host, path, 0) });
    }
    const main = (await host.resolve(MAIN)) === null ? null : MAIN;
    return {
      dropIns,
      main: main === null ? null : { path: main, statements: await statementsIn(host, main, 0) },
    };
  },
};

export function aptStatements({ dropIns, main }: AptConfiguration): readonly SourcedAptStatement[] {
  return [...dropIns, ...(main === null ? [] : [main])].flatMap(({ statements }) => statements);
}

async function statementsIn(
  host: HostReader,
  path: Path,
  depth: number,
): Promise<readonly SourcedAptStatement[]> {
  const parsed = (await hostFile(host, path, parseAptConf)) ?? [];
  const statements: SourcedAptStatement[] = [];
  for (const statement of parsed) {
    const { says, value } = statement;
    if (says !== 'include' || depth >= DEEPEST || !isPath(value)) {
      statements.push({ ...statement, source: path });
      continue;
    }
    const directory = value.endsWith('/') ? (value.replace(/(?<=.)\/+$/, '') as Path) : null;
    const included = directory === null ? [value] : await aptPartFiles(host, directory, ['', 'conf']);
    for (const each of included) statements.push(...(await statementsIn(host, each, depth + 1)));
  }
  return statements;
}

function isPath(text: string): text is Path {
  return text.startsWith('/');
}
