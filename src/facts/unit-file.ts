import { parseSystemdUnit } from '../formats/systemd-unit.ts';
import type { Unit } from '../model/effect.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { confFiles } from './conf-files.ts';
import { hostFile } from './host-file.ts';

export interface UnitValue {
  readonly value: string;
  readonly source: Path;
  readonly line: number;
}

/** What systemd would load for a unit: its file and its drop-ins. Specifiers (`%n`) are left alone. */
export interface EffectiveUnit {
  readonly name: Unit;
  /** The unit file as it was found, link or not. */
  readonly fragment: Path;
  /** A masked unit cannot be started; it has no values. */
  readonly masked: boolean;
  /** In the order in which they are applied. */
  readonly dropIns: readonly Path[];
  /** All values of a key since the last empty assignment. Where a key takes one value, the last counts. */
  values(section: string, key: string): readonly UnitValue[];
}

/** The system manager's unit path, highest first: systemd.unit(5), table 1; /lib for systems without merged /usr. */
export const UNIT_PATH: readonly Path[] = [
  '/etc/systemd/system.control',
  '/run/systemd/system.control',
  '/run/systemd/transient',
  '/run/systemd/generator.early',
  '/etc/systemd/system',
  '/etc/systemd/system.attached',
  '/run/systemd/system',
  '/run/systemd/system.attached',
  '/run/systemd/generator',
  '/usr/local/lib/systemd/system',
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
  '/run/systemd/generator.late',
];

/** The unit as its files say, null where there is none. An instance takes its template's file when it has no own. */
export function unitFile(name: Unit): Fact<EffectiveUnit | null> {
  return {
    name: `unit-file ${name}`,
    async read(host) {
      const found = (await fragmentOf(host, name)) ?? (await fragmentOf(host, templateOf(name)));
      if (found === null) return null;
      const { fragment, target } = found;
      if (target === null) return { name, fragment, masked: true, dropIns: [], values: () => [] };
      const dropIns = await confFiles(host, dropInDirectories(namesOf(name, target)), '.conf');
      const assignments: (UnitValue & { section: string; key: string })[] = [];
      for (const source of [fragment, ...dropIns]) {
        const parsed = (await hostFile(host, source, parseSystemdUnit)) ?? [];
        assignments.push(...parsed.map((assignment) => ({ ...assignment, source })));
      }
      return {
        name,
        fragment,
        masked: false,
        dropIns,
        values(section, key) {
          const all = assignments.filter((each) => each.section === section && each.key === key);
          const reset = all.findLastIndex((each) => each.value === '');
          return all.slice(reset + 1).map(({ value, source, line }) => ({ value, source, line }));
        },
      };
    },
  };
}

/** The first file of that name; `target` is where it leads, null where it masks the unit. */
async function fragmentOf(
  host: HostReader,
  name: Unit | null,
): Promise<{ fragment: Path; target: Path | null } | null> {
  if (name === null) return null;
  for (const directory of UNIT_PATH) {
    const fragment: Path = `${directory}/${name}`;
    const status = await host.status(fragment);
    if (status?.type === 'file') return { fragment, target: status.size === 0 ? null : fragment };
    if (status?.type !== 'link') continue;
    const target = await host.resolve(fragment);
    if (target === null ? await isLinkToNull(host, fragment) : target === '/dev/null')
      return { fragment, target: null };
    if (target !== null) return { fragment, target };
  }
  return null;
}

/** An image may have no /dev: there the link leads nowhere, and masks all the same. */
async function isLinkToNull(host: HostReader, path: Path): Promise<boolean> {
  const entry = await host.entry(path);
  return entry?.type === 'link' && entry.target === '/dev/null';
}

function templateOf(name: Unit): Unit | null {
  const instance = /^([^@]+@)[^@]+(\.\w+)$/.exec(name);
  return instance === null ? null : `${instance[1]}${instance[2]}`;
}

/** A unit's own name, its template, and the name of the file behind an alias. */
function namesOf(name: Unit, target: Path): readonly Unit[] {
  const behind = target.slice(target.lastIndexOf('/') + 1);
  const template = templateOf(name);
  return [...new Set([name, ...(template === null ? [] : [template]), behind])];
}

/** `a-b.service.d`, its prefixes `a-.service.d`, in each directory; then `service.d` for all units of the type. */
function dropInDirectories(names: readonly Unit[]): readonly Path[] {
  const own = names.flatMap((name) =>
    UNIT_PATH.flatMap((directory) =>
      [name, ...prefixesOf(name)].map((each): Path => `${directory}/${each}.d`),
    ),
  );
  const type = names[0]?.slice(names[0].lastIndexOf('.') + 1) ?? '';
  return [...own, ...UNIT_PATH.map((directory): Path => `${directory}/${type}.d`)];
}

function prefixesOf(name: Unit): readonly string[] {
  const dot = name.lastIndexOf('.');
  const parts = name.slice(0, dot).split('-').slice(0, -1);
  return parts.map((_, i) => `${parts.slice(0, parts.length - i).join('-')}-${name.slice(dot)}`);
}
