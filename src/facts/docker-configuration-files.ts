import { commandFlags } from '../formats/command-flags.ts';
import { splitExecStart } from '../formats/exec-words.ts';
import { hostPath } from '../formats/host-path.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact, Use } from '../model/playbook.ts';
import { dockerDaemon, dockerOption } from './docker-daemon.ts';
import { refusingMalformed } from './host-file.ts';
import { type JudgedFiles, judgedFiles } from './judged-files.ts';
import { unitEnvironment } from './unit-environment.ts';
import { unitFile } from './unit-file.ts';
import { users } from './users.ts';

export type DockerFileRole =
  | 'unit'
  | 'configuration'
  | 'directory'
  | 'certificate'
  | 'private key'
  | 'credentials'
  | "a user's credentials"
  | 'program';
type Named = readonly [role: DockerFileRole, path: Path];

const UNITS = ['docker.service', 'docker.socket', 'containerd.service'];
const CONFIGURATION: readonly Named[] = [
  ['directory', '/etc/docker'],
  ['directory', '/etc/containerd'],
  ['configuration', '/etc/docker/daemon.json'],
  ['configuration', '/etc/default/docker'],
  ['configuration', '/etc/sysconfig/docker'],
  ['configuration', '/etc/conf.d/docker'],
  // What the snap of Ubuntu reads.
  ['configuration', '/var/snap/docker/current/config/daemon.json'],
  ['credentials', '/etc/docker/key.json'],
  ['credentials', '/root/.docker/config.json'],
  // Where dockerd and the client look when no option names them.
  ['certificate', '/root/.docker/ca.pem'],
  ['certificate', '/root/.docker/cert.pem'],
  ['private key', '/root/.docker/key.pem'],
];
/** Plugins that run as whoever calls docker: root, too. */
const PLUGINS: readonly Path[] = [
  '/usr/lib/docker/cli-plugins',
  '/usr/libexec/docker/cli-plugins',
  '/usr/local/lib/docker/cli-plugins',
  '/usr/local/libexec/docker/cli-plugins',
];
const OPTIONS: readonly (readonly [option: string, role: DockerFileRole])[] = [
  ['tlskey', 'private key'],
  ['tlscert', 'certificate'],
  ['tlscacert', 'certificate'],
  ['seccomp-profile', 'configuration'],
];

/** Docker's and containerd's configuration, units, keys and plugins, wherever flags, daemon.json and units put them. */
export const dockerConfigurationFiles: Fact<JudgedFiles<DockerFileRole>> = {
  name: 'docker-configuration-files',
  async read(host, use) {
    const lists = [
      await ofDaemon(use),
      await ofContainerd(use),
      ...(await Promise.all(UNITS.map((name) => ofUnit(use, name)))),
      CONFIGURATION,
      await ofRegistries(host),
      ...(await Promise.all(PLUGINS.map((path) => ofPlugins(host, path)))),
      await ofUsers(use),
    ];
    return judgedFiles(host, lists.flat());
  },
};

async function ofDaemon(use: Use): Promise<readonly Named[]> {
  const daemon = await use(dockerDaemon);
  const named = OPTIONS.flatMap(([option, role]) =>
    dockerOption(daemon, [`--${option}`], option).flatMap(({ value }) => namedPath(role, String(value))),
  );
  return daemon.config === null ? named : [...named, ['configuration', daemon.config.path]];
}

async function ofContainerd(use: Use): Promise<readonly Named[]> {
  const start = (await use(unitFile('containerd.service')))?.values('Service', 'ExecStart').at(-1);
  const environment = await use(unitEnvironment('containerd.service'));
  const argv =
    start === undefined
      ? []
      : refusingMalformed(start.source, () => splitExecStart(start.value, environment), start.line);
  const path = commandFlags(argv, ['--config', '-c']).at(-1) ?? '/etc/containerd/config.toml';
  return namedPath('configuration', path);
}

/** The file, its drop-ins with their directories, and the files its environment is read from. */
async function ofUnit(use: Use, name: string): Promise<readonly Named[]> {
  const unit = await use(unitFile(name));
  if (unit === null || unit.masked) return [];
  const directories = unit.dropIns.map(hostPath.parent);
  const environment = unit.values('Service', 'EnvironmentFile').map(({ value }) => value.replace(/^-/, ''));
  return [
    ['unit', unit.fragment],
    ...unit.dropIns.map((path): Named => ['unit', path]),
    ...directories.map((path): Named => ['directory', path]),
    ...environment.flatMap((path) => namedPath('configuration', path)),
  ];
}

/** /etc/docker/certs.d: a directory per registry, with its certificates and the client's keys (dockerd-certs). */
async function ofRegistries(host: HostReader): Promise<readonly Named[]> {
  const top: Path = '/etc/docker/certs.d';
  const named: Named[] = [['directory', top]];
  for (const registry of await namesIn(host, top)) {
    named.push(['directory', registry]);
    for (const path of await namesIn(host, registry))
      named.push([path.endsWith('.key') ? 'private key' : 'certificate', path]);
  }
  return named;
}

async function ofPlugins(host: HostReader, directory: Path): Promise<readonly Named[]> {
  const programs = (await namesIn(host, directory)).map((path): Named => ['program', path]);
  return [['directory', directory], ...programs];
}

async function ofUsers(use: Use): Promise<readonly Named[]> {
  const homes = (await use(users)).filter(({ uid }) => uid !== 0).map(({ home }) => home);
  return homes.flatMap((home) => namedPath("a user's credentials", `${home}/.docker/config.json`));
}

/** Of a directory itself: what a link leads to is not looked into. */
async function namesIn(host: HostReader, directory: Path): Promise<readonly Path[]> {
  if ((await host.status(directory))?.type !== 'directory') return [];
  return ((await host.list(directory)) ?? []).map((name) => hostPath.join(directory, name));
}

/** Nothing where it is no plain path: a pattern, a variable, a word such as `builtin`. */
function namedPath(role: DockerFileRole, text: string): readonly Named[] {
  const names = text.split('/').filter((name) => name !== '' && name !== '.');
  const isPlain = text.startsWith('/') && !names.includes('..') && !/[*?[%$\0]/.test(text);
  return isPlain ? [[role, `/${names.join('/')}`]] : [];
}
