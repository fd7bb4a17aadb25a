import type { DpkgPackage } from '../formats/dpkg-status.ts';
import { isInstalled } from './installed-package.ts';
import type { Packages } from './packages.ts';

/**
 * The installed packages that cannot stay when the named ones go, in the database's order, themselves not among them:
 * those of which a dependency would be met by nobody, and what depends on those. Versions are left to apt.
 */
export function dependentPackages(packages: Packages, names: readonly string[]): readonly DpkgPackage[] {
  const installed = packages.list.filter(isInstalled);
  const going = new Set(names);
  const providers = new Map<string, Set<string>>();
  for (const { name, provides } of installed) {
    for (const answered of [name, ...provides.map((each) => each.name)]) {
      const known = providers.get(answered);
      if (known === undefined) providers.set(answered, new Set([name]));
      else known.add(name);
    }
  }
  const isLost = ({ depends }: DpkgPackage) =>
    depends.some((group) => {
      const able = group.flatMap(({ name }) => [...(providers.get(name) ?? [])]);
      return able.length > 0 && able.every((name) => going.has(name));
    });
  for (let found = true; found; ) {
    const lost = installed.filter((each) => !going.has(each.name) && isLost(each));
    for (const { name } of lost) going.add(name);
    found = lost.length > 0;
  }
  return installed.filter(({ name }) => going.has(name) && !names.includes(name));
}
