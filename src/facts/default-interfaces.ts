import type { Fact } from '../model/playbook.ts';

/** Interfaces towards the rest of the world by IPv4, /proc/net/route; none in an image. */
export const defaultInterfaces: Fact<readonly string[]> = {
  name: 'default-interfaces',
  async read(host) {
    if (host.identity.type === 'image') return [];
    const text = new TextDecoder().decode(await host.observe({ type: 'proc', path: 'net/route' }));
    const lines = text.split('\n').map((line) => line.split('\t'));
    return lines.flatMap(([name = '', destination]) => (destination === '00000000' ? [name] : []));
  },
};
