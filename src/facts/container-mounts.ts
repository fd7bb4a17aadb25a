import { Malformed } from '../model/format.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { dockerData } from './docker-data.ts';
import { hostFile } from './host-file.ts';

/** A path of the host that a container has. */
export interface ContainerMount {
  /** Its name, without the slash. */
  readonly container: string;
  readonly path: Path;
  readonly source: string;
}

/** What Docker's containers, running or not, have mounted of the host, by Docker's own records. Never written. */
export const containerMounts: Fact<readonly ContainerMount[]> = {
  name: 'container-mounts',
  async read(host, use) {
    const found: ContainerMount[] = [];
    for (const { real, owner } of await use(dockerData)) {
      if (owner !== 'Docker') continue;
      for (const id of (await host.list(`${real}/containers`)) ?? []) {
        const path: Path = `${real}/containers/${id}/config.v2.json`;
        for (const each of (await hostFile(host, path, mountsIn)) ?? []) found.push({ ...each, path });
      }
    }
    return found;
  },
};

function mountsIn(text: string): readonly Omit<ContainerMount, 'path'>[] {
  const config = asRecord(parse(text));
  const container = String(config.Name ?? '').replace(/^\//, '');
  return Object.values(asRecord(config.MountPoints)).flatMap((each) => {
    const { Source: source } = asRecord(each);
    return typeof source === 'string' && source !== '' ? [{ container, source }] : [];
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Malformed(1, 'is no JSON');
    throw error;
  }
}

function asRecord(value: unknown): { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null ? (value as { readonly [name: string]: unknown }) : {};
}
