import { commandFlags } from '../formats/command-flags.ts';
import { daemonJsonLine, type JsonObject, parseDaemonJson } from '../formats/daemon-json.ts';
import type { Json } from '../model/json.ts';
import type { Path } from '../model/path.ts';
import type { Fact, Use } from '../model/playbook.ts';
import type { Evidence } from '../model/requirement.ts';
import { type DockerdCommand, dockerUnitCommand } from './docker-unit-command.ts';
import { hostFile } from './host-file.ts';
import { processes } from './processes.ts';

/** How dockerd is configured: by flags and by its file. It refuses to start where both say something of one option. */
export interface DockerDaemon {
  /** dockerd's command line: of the running one, else of docker.service; null where there is neither. */
  readonly command: DockerdCommand | null;
  readonly config: {
    readonly path: Path;
    readonly options: JsonObject;
    /** Line of each option in the file. */
    readonly lines: { readonly [option: string]: number };
  } | null;
}

/** A value of an option and where it stands. */
export interface DockerOption {
  readonly value: Json;
  readonly evidence: Evidence;
}

/** dockerd(8): flags and daemon.json. A running daemon's flags are the truth, whatever its unit has come to say since. */
export const dockerDaemon: Fact<DockerDaemon> = {
  name: 'docker-daemon',
  async read(host, use) {
    const unit = await use(dockerUnitCommand);
    const command = (await fromProcess(use, unit?.argv[0])) ?? unit;
    const flag = commandFlags(command?.argv ?? [], ['--config-file']).at(-1);
    const path: Path = flag === undefined ? '/etc/docker/daemon.json' : `/${flag.replace(/^\/+/, '')}`;
    const config = await hostFile(host, path, (text) => {
      const options = parseDaemonJson(text);
      const lines = Object.keys(options).map((key) => [key, daemonJsonLine(text, key) ?? 1]);
      return { path, options, lines: Object.fromEntries(lines) };
    });
    return { command, config };
  },
};

/** What is said of an option: every flag of these names, then the file's key. Empty where nothing is. */
export function dockerOption(
  { command, config }: DockerDaemon,
  flags: readonly string[],
  key: string,
): readonly DockerOption[] {
  const said: DockerOption[] = [];
  if (command !== null) {
    const { argv, ...place } = command;
    for (const value of commandFlags(argv, flags)) {
      said.push({ value, evidence: { ...place, says: `${flags[0]} ${value}`, wins: true } });
    }
  }
  const value = config?.options[key];
  const line = config?.lines[key];
  if (config !== null && value !== undefined && line !== undefined) {
    const says = `"${key}": ${JSON.stringify(value)}`;
    said.push({ value, evidence: { source: config.path, line, says, wins: true } });
  }
  return said;
}

/** A daemon inside a container is a root process, too: where the host has a unit, only its program is meant. */
async function fromProcess(use: Use, program: string | undefined): Promise<DockerdCommand | null> {
  const running = (await use(processes)) ?? [];
  const found = running
    .filter(({ uid, argv }) => uid === 0 && argv[0]?.endsWith('/dockerd'))
    .filter(({ argv }) => program === undefined || argv[0] === program)
    .toSorted((a, b) => a.pid - b.pid)[0];
  return found === undefined ? null : { argv: found.argv, source: `/proc/${found.pid}/cmdline` };
}
