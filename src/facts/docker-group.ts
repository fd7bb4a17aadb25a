import type { Fact, Use } from '../model/playbook.ts';
import type { Evidence } from '../model/requirement.ts';
import { type DockerDaemon, dockerDaemon, dockerOption } from './docker-daemon.ts';
import { unitFile } from './unit-file.ts';

/** A group that may write to a Docker socket, and who decides that. */
export interface SocketGroup {
  /** A group's name, or a gid in decimal. */
  readonly name: string;
  readonly evidence: Evidence;
}

/**
 * The groups of Docker's sockets. dockerd gives its group to the sockets it opens itself (`unix://`); one
 * that systemd hands over (`fd://`) has the group of docker.socket, whatever daemon.json says
 * (moby, daemon/listeners). Usually one, never none.
 */
export const dockerGroup: Fact<readonly SocketGroup[]> = {
  name: 'docker-group',
  async read(_host, use) {
    const daemon = await use(dockerDaemon);
    const hosts = dockerOption(daemon, ['--host', '-H'], 'hosts').flatMap(({ value }) => value);
    const handedOver = hosts.some((address) => String(address).startsWith('fd://'));
    const ownSocket = hosts.length === 0 || hosts.some((address) => /^(unix:|\/)/.test(String(address)));
    const found = [
      ...(handedOver ? await fromSocketUnit(use) : []),
      ...(ownSocket || !handedOver ? [fromDaemon(daemon)] : []),
    ];
    return found.filter(({ name }, i) => found.findIndex((each) => each.name === name) === i);
  },
};

function fromDaemon(daemon: DockerDaemon): SocketGroup {
  const [option] = dockerOption(daemon, ['--group', '-G'], 'group');
  if (option !== undefined) return { name: String(option.value), evidence: option.evidence };
  const source = daemon.command?.source ?? 'dockerd';
  return { name: 'docker', evidence: { source, says: "group docker, dockerd's default", wins: true } };
}

async function fromSocketUnit(use: Use): Promise<readonly SocketGroup[]> {
  const unit = await use(unitFile('docker.socket'));
  if (unit === null || unit.masked) return [];
  const set = unit.values('Socket', 'SocketGroup').at(-1);
  if (set === undefined) {
    const says = "no SocketGroup=, so it is root's";
    return [{ name: 'root', evidence: { source: unit.fragment, says, wins: true } }];
  }
  const { value, source, line } = set;
  return [{ name: value, evidence: { source, line, says: `SocketGroup=${value}`, wins: true } }];
}
