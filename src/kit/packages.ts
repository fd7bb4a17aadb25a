import { dependentPackages } from '../facts/dependent-packages.ts';
import { imageRoot } from '../facts/image-root.ts';
import { installedPackage } from '../facts/installed-package.ts';
import { orphanedPackages } from '../facts/orphaned-packages.ts';
import { packageManager } from '../facts/package-manager.ts';
import { packages as database } from '../facts/packages.ts';
import { unneededPackages } from './unneeded-packages.ts';

/** What is installed here by dpkg. `database` is null where something else installs packages. */
export const packages = {
  database,
  manager: packageManager,
  imageRoot,
  orphaned: orphanedPackages,
  /** The package of that name whose files are there, or null. */
  installed: installedPackage,
  /** What cannot stay when these go. */
  dependents: dependentPackages,
  unneeded: unneededPackages,
};
