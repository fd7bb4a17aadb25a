import type { DpkgPackage } from '../formats/dpkg-status.ts';
import type { Packages } from './packages.ts';

/** The package of that name whose files are there, whether it is configured or not; null where there is none. */
export function installedPackage(packages: Packages | null, name: string): DpkgPackage | null {
  return packages?.list.find((each) => each.name === name && isInstalled(each)) ?? null;
}

/** Whether the package's files are there: not so where only its configuration is left. */
export function isInstalled({ state }: DpkgPackage): boolean {
  return state !== 'not-installed' && state !== 'config-files';
}
