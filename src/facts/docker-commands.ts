import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';

/** The docker command as people call it, and every name by which sudo knows it. */
export interface DockerCommand {
  readonly path: Path;
  /** `path`, and where its links lead as long as the name stays: sudo compares the last component too. */
  readonly names: readonly Path[];
}

const PLACES: readonly Path[] = ['/usr/bin/docker', '/usr/local/bin/docker', '/snap/bin/docker'];

/** Docker's command line client, one entry per program; none where it is not installed. */
export const dockerCommands: Fact<readonly DockerCommand[]> = {
  name: 'docker-commands',
  async read(host) {
    const commands = new Map<Path, DockerCommand>();
    for (const path of PLACES) {
      const real = await host.resolve(path);
      if (real === null) continue;
      const names = commands.get(real)?.names ?? (real.endsWith('/docker') ? [real] : []);
      const first = commands.get(real)?.path ?? path;
      commands.set(real, { path: first, names: [...new Set([...names, path])] });
    }
    return [...commands.values()];
  },
};
