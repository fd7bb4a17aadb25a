import type { Unit } from '../model/effect.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact, Use } from '../model/playbook.ts';
import type { Evidence } from '../model/requirement.ts';
import { KNOWN_SERVICES, type KnownService } from './known-services.ts';
import { serviceUses } from './service-uses.ts';
import { UNIT_PATH, unitFile } from './unit-file.ts';
import { type UnitLink, unitLinks } from './unit-links.ts';

export interface ServiceUnit {
  readonly name: Unit;
  /** Its file; for a unit that is made of a script of System V, that script. */
  readonly fragment: Path;
  readonly isMasked: boolean;
  readonly links: readonly UnitLink[];
  /** Links of System V's run levels, where there is no unit file of that name. */
  readonly runLevels: readonly Path[];
  /** Null in an image. */
  readonly isActive: boolean | null;
}

/** A service of which at least one unit is here. */
export interface FoundService extends KnownService {
  readonly found: readonly ServiceUnit[];
  /** Units that start at boot, are no part of it, and name one of its units among what they need or want. */
  readonly neededBy: readonly (Evidence & { readonly unit: Unit })[];
  /** What else on this host rests on it. */
  readonly uses: readonly Evidence[];
}

/** Null where systemd starts nothing. */
export const services: Fact<readonly FoundService[] | null> = {
  name: 'services',
  async read(host, use) {
    if (
      (await host.list('/usr/lib/systemd/system')) === null &&
      (await host.list('/lib/systemd/system')) === null
    )
      return null;
    const names = await unitNames(host);
    const present: (KnownService & { found: readonly ServiceUnit[] })[] = [];
    for (const known of KNOWN_SERVICES) {
      const found = await unitsOf(host, use, known, names);
      if (found.length > 0) present.push({ ...known, found });
    }
    // What is off needs no reason.
    if (!present.some(isOn)) return present.map((each) => ({ ...each, neededBy: [], uses: [] }));
    const needs = await needsAtBoot(use);
    return Promise.all(
      present.map(async (each) => ({
        ...each,
        neededBy: needs
          .filter(({ unit, needed }) => each.units.includes(needed) && !each.units.includes(unit))
          .map(({ needed: _, ...evidence }) => evidence),
        uses: isOn(each) ? await use(serviceUses(each.name)) : [],
      })),
    );
  },
};

function isOn({ found }: { readonly found: readonly ServiceUnit[] }): boolean {
  return found.some(
    ({ isActive, links, runLevels }) => isActive === true || links.length > 0 || runLevels.length > 0,
  );
}

/** Of all unit files: most hosts have few of these, and looking for each in every directory costs more. */
async function unitNames(host: HostReader): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (const directory of UNIT_PATH) for (const name of (await host.list(directory)) ?? []) names.add(name);
  return names;
}

async function unitsOf(
  host: HostReader,
  use: Use,
  { units }: KnownService,
  names: ReadonlySet<string>,
): Promise<readonly ServiceUnit[]> {
  const found: ServiceUnit[] = [];
  for (const name of units) {
    const unit = names.has(name) ? await use(unitFile(name)) : null;
    const script: Path = `/etc/init.d/${name.replace(/\.service$/, '')}`;
    const isScript =
      unit === null && name.endsWith('.service') && (await host.status(script))?.type === 'file';
    if (unit === null && !isScript) continue;
    // Under its other name it is another unit's.
    if (unit !== null && !unit.masked && (await isAlias(host, unit.fragment, name))) continue;
    found.push({
      name,
      fragment: unit?.fragment ?? script,
      isMasked: unit?.masked ?? false,
      links: (await use(unitLinks)).get(name) ?? [],
      runLevels: isScript ? await runLevelLinks(host, name.replace(/\.service$/, '')) : [],
      isActive: host.identity.type === 'image' ? null : (await host.live('unit', name))?.active === 'active',
    });
  }
  return found;
}

async function isAlias(host: HostReader, fragment: Path, name: Unit): Promise<boolean> {
  const target = await host.resolve(fragment);
  return target !== null && target.slice(target.lastIndexOf('/') + 1) !== name;
}

async function runLevelLinks(host: HostReader, script: string): Promise<readonly Path[]> {
  const links: Path[] = [];
  for (const level of ['2', '3', '4', '5', 'S']) {
    const directory: Path = `/etc/rc${level}.d`;
    for (const name of (await host.list(directory)) ?? [])
      if (/^S\d\d/.test(name) && name.slice(3) === script) links.push(`${directory}/${name}`);
  }
  return links;
}

const NEEDS: readonly (readonly [section: string, key: string])[] = [
  ['Unit', 'Requires'],
  ['Unit', 'Requisite'],
  ['Unit', 'BindsTo'],
  ['Unit', 'Wants'],
  ['Unit', 'Upholds'],
  ['Service', 'Sockets'],
];

/** What units that are enabled name among what they need or want; systemd.unit(5). */
async function needsAtBoot(use: Use): Promise<readonly (Evidence & { unit: Unit; needed: Unit })[]> {
  const needs: (Evidence & { unit: Unit; needed: Unit })[] = [];
  for (const [name] of await use(unitLinks)) {
    const unit = await use(unitFile(name));
    if (unit === null || unit.masked) continue;
    for (const [section, key] of NEEDS) {
      for (const { value, source, line } of unit.values(section, key)) {
        const says = `${key}=${value}`;
        for (const needed of value.split(/\s+/))
          needs.push({ unit: name, needed, source, line, says, wins: false });
      }
    }
  }
  return needs;
}
