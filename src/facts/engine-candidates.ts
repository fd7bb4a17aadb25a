import { type AptCandidate, parseAptPolicy } from '../formats/apt-policy.ts';
import { dpkgVersionOrder } from '../formats/dpkg-version-order.ts';
import { globPattern } from '../formats/glob-pattern.ts';
import { decodeHostText } from '../formats/host-text.ts';
import { packagesIndex } from '../formats/packages-index.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { aptArchives } from './apt-archives.ts';
import { containerEngine } from './container-engine.ts';

export interface EngineCandidates {
  /** The newest version of each that is offered. */
  readonly candidates: readonly AptCandidate[];
  /** Where that comes from: lists, or apt. */
  readonly source: string;
  /** Lists that could not be read, where apt cannot be asked either. */
  readonly unread: readonly Path[];
}

const APT_CACHE: Path = '/usr/bin/apt-cache';
/** Without these apt would write what it has worked out into /var/cache/apt. */
const WRITING_NOTHING = ['-o', 'Dir::Cache::pkgcache=', '-o', 'Dir::Cache::srcpkgcache='];

/**
 * What archives offer of the engine packages that are installed. From the lists where they are small, as a vendor's
 * are; a distribution's own are not, so apt is asked, once for all. It cannot be asked in an image.
 */
export const engineCandidates: Fact<EngineCandidates> = {
  name: 'engine-candidates',
  async read(host, use) {
    const { installed } = await use(containerEngine);
    const archives = await use(aptArchives);
    const isVendors = installed.every(({ vendor }) => vendor !== null);
    const indexes = archives
      .filter(({ origin }) => !isVendors || installed.some(({ vendor }) => fits(vendor, origin)))
      .flatMap((archive) => archive.indexes);
    const unread = indexes.filter(({ isReadable }) => !isReadable).map(({ path }) => path);
    const names = installed.map(({ name }) => name);
    const canAsk = host.identity.type === 'live' && (await host.resolve(APT_CACHE)) !== null;
    if (names.length > 0 && unread.length > 0 && canAsk) {
      const argv = [APT_CACHE, ...WRITING_NOTHING, 'policy', ...names] as const;
      const said = decodeHostText(await host.observe({ type: 'command', argv: [...argv] }));
      return { candidates: parseAptPolicy(said), source: 'apt-cache policy', unread: [] };
    }
    const newest = new Map<string, AptCandidate>();
    for (const { path } of indexes.filter(({ isReadable }) => isReadable)) {
      const bytes = await host.read(path);
      const offers = bytes === null ? [] : packagesIndex(decodeHostText(bytes), new Set(names));
      for (const { name, version } of offers) {
        const best = newest.get(name)?.version;
        if (best !== undefined && dpkgVersionOrder(version, best) <= 0) continue;
        newest.set(name, { name, version, isOffered: true });
      }
    }
    return { candidates: [...newest.values()], source: '/var/lib/apt/lists', unread };
  },
};

function fits(vendor: string | null, origin: string): boolean {
  return vendor !== null && globPattern(vendor).test(origin);
}
