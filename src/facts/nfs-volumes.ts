import { Malformed } from '../model/format.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { dockerData } from './docker-data.ts';
import { hostFile } from './host-file.ts';

export interface NfsVolume {
  readonly name: string;
  readonly path: Path;
  /** `nfs` or `nfs4`. */
  readonly type: string;
  readonly options: readonly string[];
}

/** Volumes of Docker's local driver that are on NFS, by Docker's own records. Never written. */
export const nfsVolumes: Fact<readonly NfsVolume[]> = {
  name: 'nfs-volumes',
  async read(host, use) {
    const found: NfsVolume[] = [];
    for (const { real, owner } of await use(dockerData)) {
      if (owner !== 'Docker') continue;
      for (const name of (await host.list(`${real}/volumes`)) ?? []) {
        const path: Path = `${real}/volumes/${name}/opts.json`;
        const { type = '', options = '' } = (await hostFile(host, path, optionsIn)) ?? {};
        if (/^nfs4?$/.test(type)) found.push({ name, path, type, options: options.split(',') });
      }
    }
    return found;
  },
};

function optionsIn(text: string): { readonly type: string; readonly options: string } {
  try {
    const { MountType, MountOpts } = JSON.parse(text) ?? {};
    return { type: String(MountType ?? ''), options: String(MountOpts ?? '') };
  } catch (error) {
    if (error instanceof SyntaxError) throw new Malformed(1, 'is no JSON');
    throw error;
  }
}
