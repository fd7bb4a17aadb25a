import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';

/** The program loaders of x86-64, of glibc and of musl. */
const LOADERS: readonly Path[] = ['/lib64/ld-linux-x86-64.so.2', '/lib/ld-musl-x86_64.so.1'];

/**
 * The sizes of programs that rules on system calls are written for. Only x86-64 kernels are known to run 32-bit
 * programs of their own; where there are none `arch=b32` may be refused, and a refused rule ends all loading.
 */
export const auditArches: Fact<readonly ('b64' | 'b32')[]> = {
  name: 'audit-arches',
  async read(host) {
    const found = await Promise.all(LOADERS.map((loader) => host.status(loader)));
    return found.some((status) => status !== null) ? ['b64', 'b32'] : ['b64'];
  },
};
