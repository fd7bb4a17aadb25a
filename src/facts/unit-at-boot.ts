import type { Unit } from '../model/effect.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { unitFile } from './unit-file.ts';
import { unitLinks } from './unit-links.ts';

/** What starts a unit at boot: links below the targets that pull it in. */
export interface UnitAtBoot {
  readonly name: Unit;
  readonly fragment: Path;
  readonly isMasked: boolean;
  /** Links that pull it in. */
  readonly links: readonly Path[];
  /** Links that `systemctl enable` would make. */
  readonly installs: readonly Path[];
  /** Whether it runs now; null in an image. */
  readonly isActive: boolean | null;
}

/** Whether a unit is started at boot, and runs now; null where there is no such unit. */
export function unitAtBoot(name: Unit): Fact<UnitAtBoot | null> {
  return {
    name: `unit-at-boot ${name}`,
    async read(host, use) {
      const unit = await use(unitFile(name));
      if (unit === null) return null;
      const installs = [
        ...unit.values('Install', 'WantedBy').map(({ value }) => [value, 'wants']),
        ...unit.values('Install', 'RequiredBy').map(({ value }) => [value, 'requires']),
      ].flatMap(([targets = '', kind]) =>
        targets.split(/\s+/).map((target): Path => `/etc/systemd/system/${target}.${kind}/${name}`),
      );
      const links = (await use(unitLinks)).get(name) ?? [];
      const live = host.identity.type === 'image' ? null : await host.live('unit', name);
      return {
        name,
        fragment: unit.fragment,
        isMasked: unit.masked,
        links: links.filter(({ by }) => by !== null).map(({ path }) => path),
        installs,
        isActive: host.identity.type === 'image' ? null : live?.active === 'active',
      };
    },
  };
}
