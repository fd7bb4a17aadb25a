import { dependentPackages } from '../facts/dependent-packages.ts';
import { installedPackage } from '../facts/installed-package.ts';
import { packages as database } from '../facts/packages.ts';

/** What is installed here by dpkg. `database` is null where something else installs packages. */
export const packages = {
  database,
  /** The package of that name whose files are there, or null. */
  installed: installedPackage,
  /** What cannot stay when these go. */
  dependents: dependentPackages,
};
