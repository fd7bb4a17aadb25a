import { parseDeb822 } from '../formats/deb822.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

/** An archive whose lists apt has fetched, as its Release file describes it. Fields that it lacks are `''`. */
export interface AptArchive {
  /** Its Release or InRelease file. */
  readonly source: Path;
  readonly origin: string;
  readonly label: string;
  /** The archive of `apt-cache policy`: `stable-security`. */
  readonly suite: string;
  readonly codename: string;
  /** When it was made, in the archive's words. */
  readonly date: string;
  /** The host of its address. */
  readonly site: string;
  readonly indexes: readonly AptIndex[];
}

/** What a component of an archive offers to one architecture. */
export interface AptIndex {
  readonly path: Path;
  readonly component: string;
  /** Files that are compressed, or larger than what is read into memory, have no plain text here. */
  readonly isReadable: boolean;
}

const LISTS: Path = '/var/lib/apt/lists';
/** The host's own limit for a file; indexes of whole distributions are larger. */
const LARGEST = 16 * 1024 * 1024;

/** What `apt-get update` has fetched, sorted by the names of the lists. */
export const aptArchives: Fact<readonly AptArchive[]> = {
  name: 'apt-archives',
  async read(host) {
    const names = (await host.list(LISTS)) ?? [];
    const archives = new Map<string, AptArchive>();
    for (const name of names) {
      const [, prefix] = /^(.*)_(?:In)?Release$/.exec(name) ?? [];
      if (prefix === undefined || archives.has(prefix)) continue;
      const source: Path = `${LISTS}/${name}`;
      const release = await hostFile(host, source, releaseFields);
      const indexes: AptIndex[] = [];
      for (const index of names.filter((each) => each.startsWith(`${prefix}_`))) {
        const [, component = '', ending = ''] =
          /^_(.+)_binary-[a-z0-9-]+_Packages(\.\w+)?$/.exec(index.slice(prefix.length)) ?? [];
        if (component === '') continue;
        const path: Path = `${LISTS}/${index}`;
        const size = (await host.status(path))?.size ?? 0;
        indexes.push({ path, component, isReadable: ending === '' && size <= LARGEST });
      }
      const field = (key: string) => release?.get(key) ?? '';
      archives.set(prefix, {
        source,
        origin: field('origin'),
        label: field('label'),
        suite: field('suite'),
        codename: field('codename'),
        date: field('date'),
        site: prefix.slice(0, prefix.indexOf('_')),
        indexes,
      });
    }
    return [...archives.values()];
  },
};

/** The fields before the checksums; an InRelease is wrapped in a signature, whose lines are none of its own. */
function releaseFields(text: string): ReadonlyMap<string, string> {
  const start = text.startsWith('-----BEGIN PGP SIGNED MESSAGE-----') ? text.indexOf('\n\n') + 2 : 0;
  const rest = text.slice(start);
  const end = /^(?:MD5Sum|SHA1|SHA256):/m.exec(rest)?.index ?? rest.indexOf('\n-----BEGIN PGP SIGNATURE');
  const [paragraph] = parseDeb822(end < 0 ? rest : rest.slice(0, end));
  return new Map([...(paragraph?.fields ?? [])].map(([name, { value }]) => [name, value]));
}
