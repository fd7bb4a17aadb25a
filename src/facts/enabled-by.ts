import type { Unit } from '../model/effect.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';

const DIRECTORIES: readonly Path[] = ['/etc/systemd/system', '/usr/lib/systemd/system'];

/** The link by which another unit starts this one, systemd.unit(5), WantedBy= and RequiredBy=; null where there is none. */
export function enabledBy(unit: Unit): Fact<Path | null> {
  return {
    name: `enabled-by ${unit}`,
    async read(host) {
      for (const directory of DIRECTORIES) {
        for (const name of (await host.list(directory)) ?? []) {
          const link: Path = `${directory}/${name}/${unit}`;
          if (/\.(?:wants|requires)$/.test(name) && (await host.status(link)) !== null) return link;
        }
      }
      return null;
    },
  };
}
