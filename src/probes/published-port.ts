import { dockerCommands } from '../facts/docker-commands.ts';
import { processes } from '../facts/processes.ts';
import { decodeHostText } from '../formats/host-text.ts';
import { publishedPorts } from '../formats/published-ports.ts';
import type { BuiltIn } from './built-in.ts';

/** Every TCP port that running containers publish takes a connection. */
export const publishedPort: BuiltIn = {
  name: 'published-port',
  async read(host, use) {
    const [command] = await use(dockerCommands);
    // Asked while dockerd is down, its socket would start it.
    const runs = (await use(processes))?.some(({ argv }) => argv[0]?.endsWith('/dockerd')) === true;
    if (command === undefined || !runs) return [];
    const argv = [command.path, 'ps', '--format', '{{.Ports}}'] as const;
    const said = decodeHostText(await host.observe({ type: 'command', argv }));
    return publishedPorts(said).map(({ address, port }) => {
      return { name: `published port ${address}:${port}`, address, port, greeting: '' };
    });
  },
};
