import { decodeHostText } from '../formats/host-text.ts';
import { type KernelParameter, kernelCommandLine } from '../formats/kernel-command-line.ts';
import type { Fact } from '../model/playbook.ts';

/** What the kernel that runs was started with, /proc/cmdline; null in an image. */
export const kernelArguments: Fact<readonly KernelParameter[] | null> = {
  name: 'kernel-arguments',
  async read(host) {
    if (host.identity.type === 'image') return null;
    return kernelCommandLine(decodeHostText(await host.observe({ type: 'proc', path: 'cmdline' })));
  },
};
