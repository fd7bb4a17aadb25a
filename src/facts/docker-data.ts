import { containerdRoot } from '../formats/containerd-root.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact, Use } from '../model/playbook.ts';
import type { Evidence } from '../model/requirement.ts';
import { dockerDaemon, dockerOption } from './docker-daemon.ts';
import { hostFile } from './host-file.ts';

/** A directory that holds images, layers or volumes. */
export interface DataDirectory {
  readonly path: Path;
  /** Where its links lead; the path itself where there is no directory yet. */
  readonly real: Path;
  readonly owner: 'Docker' | 'containerd';
  readonly evidence: Evidence;
}

const PROGRAMS: readonly Path[] = ['/usr/bin/dockerd', '/usr/sbin/dockerd', '/usr/local/bin/dockerd'];
const CONTAINERD_CONFIG = '/etc/containerd/config.toml';

/**
 * Docker's data root and containerd's: with the containerd image store, the default of fresh installations
 * since Engine 29, images and layers are in the second. Empty where Docker neither is nor has been installed.
 */
export const dockerData: Fact<readonly DataDirectory[]> = {
  name: 'docker-data',
  async read(host, use) {
    const docker = await dockerRoot(host, use);
    const isThere = (await host.resolve(docker.path)) !== null;
    if (!isThere && !(await isInstalled(host, use))) return [];
    const containerd = await containerdData(host);
    return containerd === null || containerd.real === docker.real ? [docker] : [docker, containerd];
  },
};

async function dockerRoot(host: HostReader, use: Use): Promise<DataDirectory> {
  const daemon = await use(dockerDaemon);
  const [option] = [
    ...dockerOption(daemon, ['--data-root', '--graph', '-g'], 'data-root'),
    ...dockerOption(daemon, [], 'graph'),
  ];
  const evidence = option?.evidence ?? { source: 'dockerd', says: 'its default data root', wins: true };
  return directory(host, String(option?.value ?? '/var/lib/docker'), 'Docker', evidence);
}

async function isInstalled(host: HostReader, use: Use): Promise<boolean> {
  if ((await use(dockerDaemon)).command !== null) return true;
  const found = await Promise.all(PROGRAMS.map((program) => host.resolve(program)));
  return found.some((program) => program !== null);
}

/** A containerd that dockerd started itself keeps its data below Docker's root, and has neither file nor directory here. */
async function containerdData(host: HostReader): Promise<DataDirectory | null> {
  const set = await hostFile(host, CONTAINERD_CONFIG, containerdRoot);
  if (set !== null) {
    const says = `root = "${set.root}"`;
    const evidence = { source: CONTAINERD_CONFIG, line: set.line, says, wins: true };
    return directory(host, set.root, 'containerd', evidence);
  }
  const evidence = { source: 'containerd', says: 'its default root', wins: true };
  const usual = await directory(host, '/var/lib/containerd', 'containerd', evidence);
  return (await host.resolve(usual.path)) === null ? null : usual;
}

async function directory(
  host: HostReader,
  text: string,
  owner: DataDirectory['owner'],
  evidence: Evidence,
): Promise<DataDirectory> {
  const path: Path = `/${text
    .split('/')
    .filter((name) => name !== '' && name !== '.')
    .join('/')}`;
  return { path, real: (await host.resolve(path)) ?? path, owner, evidence };
}
