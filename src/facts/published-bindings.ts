import { decodeHostText } from '../formats/host-text.ts';
import { type PublishedBinding, parsePublishedBindings } from '../formats/published-bindings.ts';
import type { Fact } from '../model/playbook.ts';
import { dockerCommands } from './docker-commands.ts';
import { processes } from './processes.ts';

/**
 * Ports that running containers publish. Null in an image, and where dockerd does not run or there is no docker command to
 * ask it: of containers that are stopped nothing is known.
 */
export const publishedBindings: Fact<readonly PublishedBinding[] | null> = {
  name: 'published-bindings',
  async read(host, use) {
    const [command] = await use(dockerCommands);
    // Asked while dockerd is down, its socket would start it.
    const runs = (await use(processes))?.some(({ argv }) => argv[0]?.endsWith('/dockerd')) === true;
    if (command === undefined || !runs) return null;
    const argv = [command.path, 'ps', '--format', '{{.Names}}\t{{.Ports}}'] as const;
    return parsePublishedBindings(decodeHostText(await host.observe({ type: 'command', argv })));
  },
};
