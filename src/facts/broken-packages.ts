import type { DpkgPackage } from '../formats/dpkg-status.ts';
import { isInstalled } from './installed-package.ts';
import { packageProviders } from './package-providers.ts';
import type { Packages } from './packages.ts';

/** An installed package and the alternatives of a dependency of which none is installed. */
export interface BrokenPackage {
  readonly name: string;
  readonly lacks: readonly string[];
}

/** The installed packages that lack what they depend on, by names alone: versions are left to apt. */
export function brokenPackages(packages: Packages): readonly BrokenPackage[] {
  const providers = packageProviders(packages);
  const isThere = ({ name }: { readonly name: string }) => (providers.get(name) ?? []).length > 0;
  return packages.list
    .filter(isInstalled)
    .flatMap(({ name, depends }: DpkgPackage) =>
      depends
        .filter((group) => !group.some(isThere))
        .map((group) => ({ name, lacks: group.map((each) => each.name) })),
    );
}
