import { dpkgVersionOrder } from '../formats/dpkg-version-order.ts';
import { decodeHostText } from '../formats/host-text.ts';
import { packagesIndex } from '../formats/packages-index.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { type AptArchive, aptArchives } from './apt-archives.ts';
import { isInstalled } from './installed-package.ts';
import { packages } from './packages.ts';

/** A security archive has a newer version of what is installed. */
export interface SecurityUpdate {
  readonly name: string;
  readonly installed: string;
  readonly offered: string;
  /** dpkg has been told to keep the version that is there: `apt-mark hold`. */
  readonly isHeld: boolean;
  /** The index that offers it. */
  readonly source: Path;
}

export interface SecurityUpdates {
  readonly updates: readonly SecurityUpdate[];
  /** The security archives whose lists are here. */
  readonly archives: readonly AptArchive[];
  /** Indexes of theirs that could not be read: compressed, or too large. */
  readonly unread: readonly Path[];
}

/** What the fetched lists of security archives have for installed packages, whatever pins and holds say. Null where dpkg installs nothing. */
export const securityUpdates: Fact<SecurityUpdates | null> = {
  name: 'security-updates',
  async read(host, use) {
    const database = await use(packages);
    if (database === null) return null;
    const installed = database.list.filter(isInstalled);
    const names = new Set(installed.map(({ name }) => name));
    const archives = (await use(aptArchives)).filter(isSecurityArchive);
    const indexes = archives.flatMap((archive) => archive.indexes);
    const newest = new Map<string, SecurityUpdate>();
    for (const { path } of indexes.filter(({ isReadable }) => isReadable)) {
      const bytes = await host.read(path);
      const offers = bytes === null ? [] : packagesIndex(decodeHostText(bytes), names);
      for (const { name, version, architecture } of offers) {
        const now = installed.find(
          (each) => each.name === name && [each.architecture, 'all'].includes(architecture),
        );
        const best = newest.get(name)?.offered ?? now?.version;
        if (now === undefined || best === undefined || dpkgVersionOrder(version, best) <= 0) continue;
        newest.set(name, {
          name,
          installed: now.version,
          offered: version,
          isHeld: now.wanted === 'hold',
          source: path,
        });
      }
    }
    const unread = indexes.filter(({ isReadable }) => !isReadable).map(({ path }) => path);
    return { updates: [...newest.values()], archives, unread };
  },
};

/** Debian and Ubuntu have one for each release: `bookworm-security`, `noble-security`. */
export function isSecurityArchive({
  label,
  suite,
  codename,
}: Pick<AptArchive, 'label' | 'suite' | 'codename'>): boolean {
  return label === 'Debian-Security' || [suite, codename].some((name) => name.endsWith('-security'));
}
