import { containerdGrpc } from '../formats/containerd-grpc.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact, Use } from '../model/playbook.ts';
import type { Evidence } from '../model/requirement.ts';
import { dockerDaemon, dockerOption } from './docker-daemon.ts';
import { hostFile } from './host-file.ts';
import { type Permissions, permissionsOf } from './permissions.ts';
import { unitFile } from './unit-file.ts';

/** A socket whose reader is root: Docker's or containerd's. */
export interface DockerSocket {
  readonly path: Path;
  readonly maker: 'docker.socket' | 'dockerd' | 'containerd';
  /** How it is made the next time. */
  readonly made: {
    readonly mode: number;
    /** Names, or ids in decimal. */
    readonly user: string;
    readonly group: string;
    readonly evidence: readonly Evidence[];
  };
  /** How it is now; null where nobody listens, and in an image. */
  readonly live: Permissions | null;
}

/** systemd.socket(5): without SocketMode= everybody may write. */
const SYSTEMD_MODE = 0o666;
/** Both make theirs with this mode, and nothing tells them otherwise (moby, daemon/listeners; containerd, sys/socket_unix.go). */
const OWN_MODE = 0o660;

/** The sockets of docker.socket, of dockerd itself and of containerd. None where neither is installed. */
export const dockerSockets: Fact<readonly DockerSocket[]> = {
  name: 'docker-sockets',
  async read(host, use) {
    // Where both name one, dockerd takes the place of systemd's, with an owner and a group of its own.
    const sockets = [
      ...(await ofDaemon(host, use)),
      ...(await ofUnit(host, use)),
      ...(await ofContainerd(host, use)),
    ];
    return sockets.filter(({ path }, i) => sockets.findIndex((each) => each.path === path) === i);
  },
};

async function ofUnit(host: HostReader, use: Use): Promise<readonly DockerSocket[]> {
  const unit = await use(unitFile('docker.socket'));
  if (unit === null || unit.masked) return [];
  const set = (key: string, fits: RegExp) =>
    unit.values('Socket', key).findLast(({ value }) => fits.test(value)) ?? null;
  // What is no mode is passed over with a warning, and what was said before stays.
  const [mode, user, group] = [
    set('SocketMode', /^0*[0-7]{1,4}$/),
    set('SocketUser', /./),
    set('SocketGroup', /./),
  ];
  const evidence = (
    [
      ['SocketMode', mode, '0666, which systemd takes where it is not set'],
      ['SocketUser', user, 'root, which systemd takes where it is not set'],
      ['SocketGroup', group, "root's, which systemd takes where it is not set"],
    ] as const
  ).map(([key, value, otherwise]): Evidence => {
    if (value === null) return { source: unit.fragment, says: `${key} is ${otherwise}`, wins: true };
    return { source: value.source, line: value.line, says: `${key}=${value.value}`, wins: true };
  });
  const made = {
    mode: mode === null ? SYSTEMD_MODE : Number.parseInt(mode.value, 8),
    user: user?.value ?? 'root',
    group: group?.value ?? 'root',
    evidence,
  };
  const paths = unit.values('Socket', 'ListenStream').map(({ value }) => value);
  return found(host, paths, { maker: 'docker.socket', made });
}

/** What dockerd opens by itself, and does not take over from systemd (`fd://`). */
async function ofDaemon(host: HostReader, use: Use): Promise<readonly DockerSocket[]> {
  const daemon = await use(dockerDaemon);
  if (daemon.command === null) return [];
  const hosts = dockerOption(daemon, ['--host', '-H'], 'hosts').flatMap(({ value }) => value);
  const paths = hosts.length === 0 ? ['/run/docker.sock'] : hosts.map(String).map(withoutScheme);
  const [group] = dockerOption(daemon, ['--group', '-G'], 'group');
  const source = daemon.command.source;
  const made = {
    mode: OWN_MODE,
    user: 'root',
    group: String(group?.value ?? 'docker'),
    evidence: [
      group?.evidence ?? { source, says: "group docker, dockerd's default", wins: true },
      { source, says: 'dockerd makes its own sockets with mode 0660', wins: true },
    ],
  };
  return found(host, paths, { maker: 'dockerd', made });
}

async function ofContainerd(host: HostReader, use: Use): Promise<readonly DockerSocket[]> {
  const unit = await use(unitFile('containerd.service'));
  if (unit === null || unit.masked) return [];
  const source = '/etc/containerd/config.toml';
  const { uid, gid, address } = (await hostFile(host, source, containerdGrpc)) ?? containerdGrpc('');
  const evidence = [uid, gid].flatMap((said, i) =>
    said === null
      ? []
      : [{ source, line: said.line, says: `${i === 0 ? 'uid' : 'gid'} = ${said.id}`, wins: true }],
  );
  const made = {
    mode: OWN_MODE,
    user: String(uid?.id ?? 0),
    group: String(gid?.id ?? 0),
    evidence:
      evidence.length > 0
        ? evidence
        : [{ source, says: 'no uid and no gid below [grpc]: its socket is root:root, 0660', wins: true }],
  };
  return found(host, [address ?? '/run/containerd/containerd.sock'], { maker: 'containerd', made });
}

async function found(
  host: HostReader,
  paths: readonly string[],
  about: Pick<DockerSocket, 'maker' | 'made'>,
): Promise<readonly DockerSocket[]> {
  const sockets: DockerSocket[] = [];
  for (const text of paths) {
    const path = text.replace(/^\/var\/run\//, '/run/');
    if (!isPath(path)) continue;
    // What an image has of /run is left from its making.
    const live = host.identity.type === 'image' ? null : await permissionsOf(host, path);
    sockets.push({ path, ...about, live });
  }
  return sockets;
}

function withoutScheme(address: string): string {
  return address.replace(/^unix:\/\//, '');
}

function isPath(text: string): text is Path {
  return text.startsWith('/');
}
