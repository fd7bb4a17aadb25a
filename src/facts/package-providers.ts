import { isInstalled } from './installed-package.ts';
import type { Packages } from './packages.ts';

/** The installed packages by each name that they answer to, their own and those they provide. */
export function packageProviders(packages: Packages): ReadonlyMap<string, readonly string[]> {
  const providers = new Map<string, string[]>();
  for (const { name, provides } of packages.list.filter(isInstalled)) {
    for (const answered of new Set([name, ...provides.map((each) => each.name)])) {
      const known = providers.get(answered);
      if (known === undefined) providers.set(answered, [name]);
      else known.push(name);
    }
  }
  return providers;
}
