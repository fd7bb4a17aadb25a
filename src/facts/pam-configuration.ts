import { type PamLine, parsePam } from '../formats/pam.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

export interface PamFile {
  readonly path: Path;
  readonly text: string;
  readonly lines: readonly PamLine[];
}

export interface PamConfiguration {
  /** Services, and what they include, by file name. */
  readonly files: ReadonlyMap<string, PamFile>;
  /** File names of the modules that are there; null where no directory of modules was found. */
  readonly modules: ReadonlySet<string> | null;
}

/** The administrator's, then the vendor's: a name in the first hides the same name in the others. */
const DIRECTORIES: readonly Path[] = ['/etc/pam.d', '/usr/etc/pam.d', '/usr/lib/pam.d'];
const LIBRARIES: readonly Path[] = ['/usr/lib', '/lib'];
const MODULES: readonly Path[] = [
  '/usr/lib/security',
  '/usr/lib64/security',
  '/lib/security',
  '/lib64/security',
];

/** Everything that PAM is configured with, pam.d(5); null where there is no /etc/pam.d. */
export const pamConfiguration: Fact<PamConfiguration | null> = {
  name: 'pam-configuration',
  async read(host) {
    if ((await host.list('/etc/pam.d')) === null) return null;
    const files = new Map<string, PamFile>();
    for (const directory of DIRECTORIES) {
      for (const name of (await host.list(directory)) ?? []) {
        const path: Path = `${directory}/${name}`;
        if (files.has(name) || (await host.resolve(path)) === null) continue;
        if ((await host.status((await host.resolve(path)) ?? path))?.type !== 'file') continue;
        const read = await hostFile(host, path, (text) => ({ path, text, lines: parsePam(text) }));
        if (read !== null) files.set(name, read);
      }
    }
    return { files, modules: await modulesOf(host) };
  },
};

/** Debian keeps them below the name of the machine: `/usr/lib/x86_64-linux-gnu/security`. */
async function modulesOf(host: HostReader): Promise<ReadonlySet<string> | null> {
  const directories = [...MODULES];
  for (const library of LIBRARIES) {
    const machines = ((await host.list(library)) ?? []).filter((name) => name.includes('-linux-'));
    directories.push(...machines.map((name): Path => `${library}/${name}/security`));
  }
  const found: string[] = [];
  for (const directory of directories) found.push(...((await host.list(directory)) ?? []));
  return found.length === 0 ? null : new Set(found.filter((name) => name.endsWith('.so')));
}
