import type { KernelSettings } from '../facts/kernel-settings.ts';
import { coveringMount } from './covering-mount.ts';

/** What a person must do where this setting cannot be changed from in here; null where it can. */
export function readOnlySteps(
  { mounts }: KernelSettings,
  path: string,
  setting: string,
): { readonly steps: readonly string[] } | null {
  const mount = mounts === null ? null : coveringMount(mounts, `/proc/sys/${path}`);
  if (mount === null || !mount.options.includes('ro')) return null;
  const why = `${mount.target} is read-only here: this is a container, or was made read-only by hand`;
  return { steps: [why, `set ${setting} on the machine that it runs on`] };
}
