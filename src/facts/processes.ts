import type { ObservedProcess } from '../model/observation.ts';
import type { Fact } from '../model/playbook.ts';

/** Processes running now; null in an image, where nothing runs. */
export const processes: Fact<readonly ObservedProcess[] | null> = {
  name: 'processes',
  async read(host) {
    if (host.identity.type === 'image') return null;
    return JSON.parse(new TextDecoder().decode(await host.observe({ type: 'processes' })));
  },
};
