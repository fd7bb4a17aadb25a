import type { KernelParameter } from './kernel-command-line.ts';

/** What keeps a security module off at boot: a parameter, or that the kernel has it not among its own. */
export type ModuleOff = { readonly by: KernelParameter | 'kernel' };

/**
 * Whether a kernel turns a security module on: `lsm=` lists all; without it `security=` chooses one of the large ones,
 * and without that the kernel's own list counts (null where it is not known). `apparmor=0` and `selinux=0` turn theirs off.
 */
export function moduleOff(
  module: 'apparmor' | 'selinux',
  parameters: readonly KernelParameter[],
  builtIn: readonly string[] | null,
): ModuleOff | null {
  const last = (name: string) => parameters.findLast((each) => each.name === name && each.value !== null);
  const own = last(module);
  if (own?.value === '0') return { by: own };
  const list = last('lsm');
  if (list !== undefined) return list.value?.split(',').includes(module) === true ? null : { by: list };
  const chosen = last('security');
  if (chosen !== undefined) return chosen.value === module ? null : { by: chosen };
  return builtIn === null || builtIn.includes(module) ? null : { by: 'kernel' };
}

/** CONFIG_LSM of a kernel's configuration: its own list; null where it says none. */
export function builtInModules(config: string): readonly string[] | null {
  const [, list] = /^CONFIG_LSM="(.*)"$/m.exec(config) ?? [];
  return list === undefined ? null : list.split(',');
}
