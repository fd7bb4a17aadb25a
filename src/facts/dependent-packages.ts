import type { DpkgPackage } from '../formats/dpkg-status.ts';
import { isInstalled } from './installed-package.ts';
import { packageProviders } from './package-providers.ts';
import type { Packages } from './packages.ts';

/**
 * The installed packages that cannot stay when the named ones go, themselves not among them, in an order in which they can
 * be removed: those of which a dependency would be met by nobody, and before them what depends on those. Versions are
 * left to apt.
 */
export function dependentPackages(packages: Packages, names: readonly string[]): readonly DpkgPackage[] {
  const installed = packages.list.filter(isInstalled);
  const providers = packageProviders(packages);
  const going = new Set(names);
  const isLost = ({ depends }: DpkgPackage) =>
    depends.some((group) => {
      const able = group.flatMap(({ name }) => providers.get(name) ?? []);
      return able.length > 0 && able.every((name) => going.has(name));
    });
  const order: DpkgPackage[] = [];
  for (let found = true; found; ) {
    const lost = installed.filter((each) => !going.has(each.name) && isLost(each));
    for (const { name } of lost) going.add(name);
    order.unshift(...lost);
    found = lost.length > 0;
  }
  return order;
}
