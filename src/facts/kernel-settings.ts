import type { Mount } from '../formats/mountinfo.ts';
import { sysctlPath } from '../formats/sysctl-conf.ts';
import type { Fact } from '../model/playbook.ts';
import { mounts } from './mounts.ts';
import { type SysctlConfiguration, sysctlConfiguration } from './sysctl-configuration.ts';
import { tolerated } from './tolerated.ts';

export interface KernelSettings {
  readonly configuration: SysctlConfiguration;
  /** Path below /proc/sys to value now, for the keys asked for; null where there is no running kernel. */
  readonly live: { readonly [path: string]: string } | null;
  /** What is mounted, since containers see parts of /proc/sys read-only; null where that is not known. */
  readonly mounts: readonly Mount[] | null;
}

/** What files set at boot, and the live values of some keys, dotted, each with at most one `*` component. */
export function kernelSettings(keys: readonly string[]): Fact<KernelSettings> {
  return {
    name: `kernel-settings ${keys.join(' ')}`,
    async read(host, use) {
      const configuration = await use(sysctlConfiguration);
      if (host.identity.type === 'image') return { configuration, live: null, mounts: null };
      const live: { [path: string]: string } = {};
      for (const key of keys) {
        for (const path of await host.liveKeys('kernel-setting', sysctlPath(key))) {
          const value = await host.live('kernel-setting', path);
          // An interface may go between listing and reading.
          if (value !== null) live[path] = value;
        }
      }
      const mounted = await use(tolerated(mounts));
      return { configuration, live, mounts: 'value' in mounted ? mounted.value : null };
    },
  };
}
