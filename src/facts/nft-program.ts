import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';

/** Where nft(8) is; null where nftables is not installed. */
export const nftProgram: Fact<Path | null> = {
  name: 'nft-program',
  async read(host) {
    for (const path of ['/usr/sbin/nft', '/sbin/nft', '/usr/bin/nft'] as const)
      if ((await host.status(path)) !== null) return path;
    return null;
  },
};
