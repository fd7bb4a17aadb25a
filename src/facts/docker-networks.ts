import { type DockerNetwork, parseDockerNetworks } from '../formats/docker-networks.ts';
import { decodeHostText } from '../formats/host-text.ts';
import type { Fact } from '../model/playbook.ts';
import { dockerCommands } from './docker-commands.ts';
import { processes } from './processes.ts';

/**
 * Docker's networks; none where there is no Docker. Null where it is not known: while dockerd does not run, to ask would
 * have its socket start it.
 */
export const dockerNetworks: Fact<readonly DockerNetwork[] | null> = {
  name: 'docker-networks',
  async read(host, use) {
    const runs = (await use(processes))?.some(({ argv }) => argv[0]?.endsWith('/dockerd')) === true;
    const [command] = await use(dockerCommands);
    if (!runs && command === undefined) return [];
    if (!runs || command === undefined) return null;
    const format = '{{.ID}} {{.Driver}} {{.IPv6}} {{.Name}}';
    const argv = [command.path, 'network', 'ls', '--no-trunc', '--format', format] as const;
    return parseDockerNetworks(decodeHostText(await host.observe({ type: 'command', argv })));
  },
};
