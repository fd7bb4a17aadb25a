import type { Unit } from '../model/effect.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { UNIT_PATH } from './unit-file.ts';

/** What starts a unit with another one, or under another name: `systemctl enable` makes such links. */
export interface UnitLink {
  readonly path: Path;
  /** In the folder of that unit; null for an alias, such as the name by which D-Bus starts it. */
  readonly by: Unit | null;
}

/** Links of the administrator's that a boot finds; what is below /run a boot does not. */
const OWN: Path = '/etc/systemd/system';

/** All that is enabled, by the unit that is started: in each directory of units but those of the moment. */
export const unitLinks: Fact<ReadonlyMap<Unit, readonly UnitLink[]>> = {
  name: 'unit-links',
  async read(host) {
    const links = new Map<Unit, UnitLink[]>();
    const add = (unit: Unit, link: UnitLink) => void links.set(unit, [...(links.get(unit) ?? []), link]);
    for (const directory of UNIT_PATH.filter((path) => !path.startsWith('/run/'))) {
      // On a merged /usr the same one again.
      if (directory === '/lib/systemd/system' && (await host.resolve('/lib')) === '/usr/lib') continue;
      for (const name of (await host.list(directory)) ?? []) {
        const by = /^(.+)\.(?:wants|requires|upholds)$/.exec(name)?.[1];
        if (by === undefined) {
          const behind = directory === OWN ? await aliasOf(host, `${directory}/${name}`, name) : null;
          if (behind !== null) add(behind, { path: `${directory}/${name}`, by: null });
          continue;
        }
        for (const unit of (await host.list(`${directory}/${name}`)) ?? [])
          add(unit, { path: `${directory}/${name}/${unit}`, by });
      }
    }
    return links;
  },
};

/** The other name of a unit that a link stands for; null where it is none, or a mask. */
async function aliasOf(host: HostReader, path: Path, name: string): Promise<Unit | null> {
  if (!/\.(?:service|socket|timer|path)$/.test(name) || (await host.status(path))?.type !== 'link')
    return null;
  const target = await host.resolve(path);
  const behind = target?.slice(target.lastIndexOf('/') + 1) ?? name;
  return target === '/dev/null' || behind === name ? null : behind;
}
