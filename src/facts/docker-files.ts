import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact, Use } from '../model/playbook.ts';
import { dockerDaemon, dockerOption } from './docker-daemon.ts';
import { unitFile } from './unit-file.ts';

export interface DockerFile {
  /** The file itself: links followed. */
  readonly path: Path;
  readonly type: 'path' | 'dir';
  /** Docker's data: written to by every container, all the time. */
  readonly isData: boolean;
}

const STANDARD: readonly Path[] = [
  '/etc/docker',
  '/etc/containerd/config.toml',
  '/etc/default/docker',
  '/etc/sysconfig/docker',
  '/etc/conf.d/docker',
  '/run/docker.sock',
  '/run/containerd',
  '/run/containerd/containerd.sock',
];

/** Docker's data, configuration, units and sockets that are there, each once, sorted by path. */
export const dockerFiles: Fact<readonly DockerFile[]> = {
  name: 'docker-files',
  async read(host, use) {
    const daemon = await use(dockerDaemon);
    const root = dockerOption(daemon, ['--data-root', '--graph', '-g'], 'data-root').at(-1)?.value;
    const data: Path = typeof root === 'string' && isPath(root) ? root : '/var/lib/docker';
    const configuration = daemon.config?.path ?? '/etc/docker/daemon.json';
    const found = new Map<Path, DockerFile>();
    for (const path of [...STANDARD, configuration, ...(await unitPaths(use)), data]) {
      const file = await existing(host, path, path === data);
      if (file !== null) found.set(file.path, file);
    }
    return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  },
};

/** Whoever may put a drop-in there changes how Docker starts, also where there is none yet. */
const OWN_UNITS: Path = '/etc/systemd/system';

/** The unit files and the directories of their drop-ins, less those that are covered by their parent. */
async function unitPaths(use: Use): Promise<readonly Path[]> {
  const paths: Path[] = [];
  for (const name of ['docker.service', 'docker.socket', 'containerd.service']) {
    const unit = await use(unitFile(name));
    if (unit === null || unit.masked) continue;
    const directories = unit.dropIns.map((path) => path.slice(0, path.lastIndexOf('/')));
    const dropIns = directories.filter(isPath).filter((path) => path.endsWith(`/${name}.d`));
    paths.push(OWN_UNITS, ...[unit.fragment, ...dropIns].filter((path) => !path.startsWith(`${OWN_UNITS}/`)));
  }
  return paths;
}

async function existing(host: HostReader, path: Path, isData: boolean): Promise<DockerFile | null> {
  const file = await host.resolve(path);
  const type = file === null ? undefined : (await host.status(file))?.type;
  if (file === null || type === undefined) return null;
  return { path: file, type: type === 'directory' ? 'dir' : 'path', isData };
}

function isPath(text: string): text is Path {
  return text.startsWith('/');
}
