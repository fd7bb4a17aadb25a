import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact, Use } from '../model/playbook.ts';
import { type Refusal, Refused } from '../model/refusal.ts';
import { dockerBinaries } from './docker-binaries.ts';
import { type EnginePackage, enginePackages } from './engine-packages.ts';
import { installedPackage } from './installed-package.ts';
import { packages } from './packages.ts';
import { processes } from './processes.ts';

export interface InstalledEngine extends EnginePackage {
  readonly version: string;
  readonly isHeld: boolean;
}

/** Versions of `engine`, `containerd`, `runc`, as the daemon says them. */
export type RunningEngine = { readonly versions: { readonly [component: string]: string } };

/** Nothing of the machine below, such as its kernel: only names and versions. */
const COMPONENTS = '{{range .Server.Components}}{{println .Name .Version}}{{end}}';

export interface ContainerEngine {
  /** dockerd, whoever installed it. */
  readonly program: Path | null;
  readonly installed: readonly InstalledEngine[];
  /** Null where no daemon runs, and why where it does not answer. */
  readonly running: RunningEngine | { readonly refusal: Refusal } | null;
}

/** Which engine is installed, and which one runs. A daemon that does not run is not asked: systemd would start it for that. */
export const containerEngine: Fact<ContainerEngine> = {
  name: 'container-engine',
  async read(host, use) {
    const binaries = await use(dockerBinaries);
    const database = await use(packages);
    const installed = enginePackages.flatMap((each): readonly InstalledEngine[] => {
      const found = installedPackage(database, each.name);
      return found === null ? [] : [{ ...each, version: found.version, isHeld: found.wanted === 'hold' }];
    });
    const program = binaries.find(({ name }) => name === 'dockerd')?.path ?? null;
    const client = binaries.find(({ name }) => name === 'docker')?.path ?? null;
    return { program, installed, running: await running(host, use, client) };
  },
};

async function running(host: HostReader, use: Use, client: Path | null): Promise<ContainerEngine['running']> {
  const daemons = ((await use(processes)) ?? []).filter(
    ({ uid, argv }) => uid === 0 && argv[0]?.endsWith('/dockerd'),
  );
  if (client === null || daemons.length === 0) return null;
  try {
    const argv = [client, 'version', '--format', COMPONENTS] as const;
    const said = Buffer.from(await host.observe({ type: 'command', argv: [...argv] })).toString('utf8');
    const components = [...said.matchAll(/^(\S+) v?(\S+)$/gm)];
    return {
      versions: Object.fromEntries(
        components.map(([, name = '', version = '']) => [name.toLowerCase(), version]),
      ),
    };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { refusal: error.refusal };
  }
}
