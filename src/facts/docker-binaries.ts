import { splitExecStart } from '../formats/exec-words.ts';
import type { Unit } from '../model/effect.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact, Use } from '../model/playbook.ts';
import { refusingMalformed } from './host-file.ts';
import { unitEnvironment } from './unit-environment.ts';
import { unitFile } from './unit-file.ts';

export interface DockerBinary {
  /** The file itself: links followed. */
  readonly path: Path;
  /** The name under which it is called. */
  readonly name: string;
}

const NAMES = [
  'docker',
  'dockerd',
  'containerd',
  'containerd-shim',
  'containerd-shim-runc-v1',
  'containerd-shim-runc-v2',
  'runc',
  'ctr',
  'docker-proxy',
  'docker-init',
];

/** Where distributions and Docker's own packages put them: Debian has dockerd in /usr/sbin, helpers in /usr/libexec/docker. */
const DIRECTORIES: readonly Path[] = [
  '/usr/bin',
  '/usr/sbin',
  '/usr/local/bin',
  '/usr/local/sbin',
  '/usr/libexec/docker',
  '/bin',
  '/sbin',
];

/** Docker's programs that are there, each once, sorted by path; also those that the units start from elsewhere. */
export const dockerBinaries: Fact<readonly DockerBinary[]> = {
  name: 'docker-binaries',
  async read(host, use) {
    const candidates: DockerBinary[] = NAMES.flatMap((name) =>
      DIRECTORIES.map((directory): DockerBinary => ({ path: `${directory}/${name}`, name })),
    );
    for (const unit of ['docker.service', 'containerd.service']) {
      const program = await programOf(use, unit);
      if (program !== null)
        candidates.push({ path: program, name: program.slice(program.lastIndexOf('/') + 1) });
    }
    const found = new Map<Path, DockerBinary>();
    for (const { path, name } of candidates) {
      const file = await existingFile(host, path);
      if (file !== null && !found.has(file)) found.set(file, { path: file, name });
    }
    return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  },
};

async function programOf(use: Use, name: Unit): Promise<Path | null> {
  const start = (await use(unitFile(name)))?.values('Service', 'ExecStart').at(-1);
  if (start === undefined) return null;
  const environment = await use(unitEnvironment(name));
  const [program = ''] = refusingMalformed(
    start.source,
    () => splitExecStart(start.value, environment),
    start.line,
  );
  return isPath(program) ? program : null;
}

async function existingFile(host: HostReader, path: Path): Promise<Path | null> {
  const file = await host.resolve(path);
  return file !== null && (await host.status(file))?.type === 'file' ? file : null;
}

function isPath(text: string): text is Path {
  return text.startsWith('/');
}
