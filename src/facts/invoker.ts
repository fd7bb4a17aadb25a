import { decodeHostText } from '../formats/host-text.ts';
import type { Invoker } from '../model/observation.ts';
import type { Fact } from '../model/playbook.ts';
import { users } from './users.ts';

/** The name of the user who logged in and started this; null where nobody did, as in provisioning. */
export const invoker: Fact<string | null> = {
  name: 'invoker',
  async read(host, use) {
    if (host.identity.type === 'image') return null;
    const seen = JSON.parse(decodeHostText(await host.observe({ type: 'invoker' }))) as Invoker | null;
    return seen === null ? null : ((await use(users)).find(({ uid }) => uid === seen.uid)?.name ?? null);
  },
};
