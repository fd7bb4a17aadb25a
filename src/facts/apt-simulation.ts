import { shellWord } from '../formats/shell-word.ts';
import type { Fact } from '../model/playbook.ts';

export interface PackageTransaction {
  /** Sorted by name. */
  readonly removed: readonly string[];
  readonly installed: readonly string[];
  /** Why apt would do none of it; null where it would. */
  readonly refused: string | null;
}

/** Nothing else goes or comes than what must. Caches and logs are copies: root's apt writes them even when it simulates. */
const OPTIONS = [
  'Debug::NoLocking=true',
  'APT::Get::AutomaticRemove=false',
  'APT::Install-Recommends=false',
  'Dir::Cache::pkgcache="$place/pkgcache.bin"',
  'Dir::Cache::srcpkgcache="$place/srcpkgcache.bin"',
  'Dir::Log="$place"',
]
  .map((option) => `-o ${option}`)
  .join(' ');

/**
 * What apt-get(8) would make of a transaction, from what it knows offline: nothing is fetched, locked or written, and it
 * is tried where nothing can be. `installed` maps names to versions. Null where there is no apt, or nobody to ask.
 */
export function aptSimulation(
  removed: readonly string[],
  installed: ReadonlyMap<string, string>,
): Fact<PackageTransaction | null> {
  const words = [
    ...[...installed].map(([name, version]) => `${name}=${version}`),
    ...removed.map((name) => `${name}-`),
  ];
  return {
    name: `apt-simulation ${words.join(' ')}`,
    async read(host) {
      const script = [
        '[ -x /usr/bin/apt-get ] || { echo none; exit 0; }',
        'cp /var/cache/apt/pkgcache.bin /var/cache/apt/srcpkgcache.bin "$place" 2> /dev/null || :',
        `exec /usr/bin/apt-get -s -q ${OPTIONS} install -- ${words.map(shellWord).join(' ')}`,
      ].join('\n');
      const tried = await host.rehearse(script);
      if (tried === null || tried.stdout === 'none\n') return null;
      const lines = tried.stdout.split('\n');
      const named = (verb: RegExp) =>
        [...new Set(lines.flatMap((line) => (verb.test(line) ? [nameIn(line)] : [])))].sort();
      const refused = tried.status === 0 ? null : tried.stderr.trim().replaceAll(/\s*\n\s*/g, '; ');
      return { removed: named(/^(?:Remv|Purg) /), installed: named(/^Inst /), refused };
    },
  };
}

/** `Remv libfoo:i386 [1.0]` */
function nameIn(line: string): string {
  return /^\S+ ([^\s:]+)/.exec(line)?.[1] ?? '';
}
