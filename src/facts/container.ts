import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

/** What container managers leave in what they start: systemd's for its services, Docker's, Podman's. */
const MARKS: readonly (readonly [Path, string])[] = [
  ['/run/systemd/container', ''],
  ['/.dockerenv', 'docker'],
  ['/run/.containerenv', 'podman'],
];

/** The manager of the container that this runs in (`systemd-nspawn`); null on a machine of its own, and in an image. */
export const container: Fact<string | null> = {
  name: 'container',
  async read(host) {
    if (host.identity.type === 'image') return null;
    for (const [path, manager] of MARKS) {
      const text = await hostFile(host, path, (content) => content);
      if (text !== null) return manager === '' ? text.trim() : manager;
    }
    return null;
  },
};
