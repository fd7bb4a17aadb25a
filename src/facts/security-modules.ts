import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { Refused } from '../model/refusal.ts';
import { hostFile } from './host-file.ts';

/** The security modules of the kernel that runs. */
export interface SecurityModules {
  /** Those that are on; null where securityfs is not mounted, as in a container. */
  readonly on: readonly string[] | null;
  /** Whether AppArmor is on; null where the kernel has none. */
  readonly appArmor: boolean | null;
  /** Loaded profiles with their modes; null where there is no AppArmor, or only root may see them. */
  readonly profiles: readonly { readonly name: string; readonly mode: string }[] | null;
  /** SELinux's mode; null where it is off. */
  readonly seLinux: 'enforcing' | 'permissive' | null;
}

const PROFILES: Path = '/sys/kernel/security/apparmor/profiles';

/** Read from the kernel's own files; null in an image, where no kernel runs. */
export const securityModules: Fact<SecurityModules | null> = {
  name: 'security-modules',
  async read(host) {
    if (host.identity.type === 'image') return null;
    const text = (path: Path) => hostFile(host, path, (all) => all.trim());
    const on = await text('/sys/kernel/security/lsm');
    const appArmor = await text('/sys/module/apparmor/parameters/enabled');
    const enforce = await text('/sys/fs/selinux/enforce');
    return {
      on: on === null ? null : on.split(','),
      appArmor: appArmor === null ? null : appArmor === 'Y',
      profiles: await profilesOf(host),
      seLinux: enforce === null ? null : enforce === '1' ? 'enforcing' : 'permissive',
    };
  },
};

async function profilesOf(host: HostReader): Promise<SecurityModules['profiles']> {
  try {
    return await hostFile(host, PROFILES, (text) =>
      [...text.matchAll(/^(.+) \((\w+)\)$/gm)].map(([, name = '', mode = '']) => ({ name, mode })),
    );
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return null;
  }
}
