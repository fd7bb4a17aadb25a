import type { Unit } from '../model/effect.ts';
import type { HostReader } from '../model/host.ts';
import type { UnitState } from '../model/live.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { unitActivity } from './unit-activity.ts';
import { unitFile } from './unit-file.ts';

export interface ServiceAtBoot {
  readonly unit: Unit;
  readonly fragment: Path;
  readonly masked: boolean;
  /** Units that are to start it, by its section [Install]. */
  readonly wantedBy: readonly Unit[];
  /** The links by which one of them does. */
  readonly links: readonly Path[];
  /** Null in an image. */
  readonly activity: UnitState['active'] | null;
}

const DIRECTORIES: readonly Path[] = [
  '/etc/systemd/system',
  '/usr/local/lib/systemd/system',
  '/usr/lib/systemd/system',
];

/** Whether a service is started at boot, and runs; null where there is none of that name. */
export function serviceAtBoot(unit: Unit): Fact<ServiceAtBoot | null> {
  return {
    name: `service-at-boot ${unit}`,
    async read(host, use) {
      const file = await use(unitFile(unit));
      if (file === null) return null;
      const wantedBy = file.values('Install', 'WantedBy').flatMap(({ value }) => value.split(/\s+/));
      return {
        unit,
        fragment: file.fragment,
        masked: file.masked,
        wantedBy,
        links: await linksTo(host, unit, wantedBy),
        activity: await use(unitActivity(unit)),
      };
    },
  };
}

async function linksTo(host: HostReader, unit: Unit, by: readonly Unit[]): Promise<readonly Path[]> {
  const paths = DIRECTORIES.flatMap((directory) =>
    by.flatMap((target) => ['wants', 'requires'].map((how): Path => `${directory}/${target}.${how}/${unit}`)),
  );
  const found: Path[] = [];
  for (const path of paths) if ((await host.status(path)) !== null) found.push(path);
  return found;
}
