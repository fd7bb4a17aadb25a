import { mountUnitName } from '../formats/mount-unit-name.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact, Use } from '../model/playbook.ts';
import type { Evidence } from '../model/requirement.ts';
import { dockerData } from './docker-data.ts';
import { fstab } from './fstab.ts';
import { mounts } from './mounts.ts';
import { unitFile } from './unit-file.ts';

/** A mount that is configured, by a line of /etc/fstab or by a mount unit. */
export interface BootMount {
  readonly target: string;
  readonly source: string;
  readonly type: string;
  readonly options: readonly string[];
  /** False where nothing mounts it at boot: `noauto`, or a unit that no other wants. */
  readonly atBoot: boolean;
  readonly evidence: Evidence;
}

const UNIT_DIRECTORIES: readonly Path[] = [
  '/etc/systemd/system',
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
];
const DEPENDENCIES = ['Requires', 'Wants', 'BindsTo', 'RequiresMountsFor', 'WantsMountsFor'];

/** Every line of /etc/fstab, and the mount units for Docker's data, the directories above it and what is mounted there. */
export const bootMounts: Fact<readonly BootMount[]> = {
  name: 'boot-mounts',
  async read(host, use) {
    const lines = (await use(fstab)).map(({ line, source, target, type, options }): BootMount => {
      const says = `${source} ${target} ${type} ${options.join(',')}`;
      const evidence = { source: '/etc/fstab', line, says, wins: true };
      return { target, source, type, options, atBoot: !options.includes('noauto'), evidence };
    });
    const data = (await use(dockerData)).flatMap(({ path, real }) => [path, real]);
    const targets = new Set<string>(data.flatMap(withParents));
    for (const { target } of (await use(mounts)) ?? []) {
      if (data.some((path) => path === target || path.startsWith(`${target}/`))) targets.add(target);
    }
    const units: BootMount[] = [];
    for (const target of targets) {
      const unit = await fromUnit(host, use, target);
      if (unit !== null) units.push(unit);
    }
    return [...lines, ...units];
  },
};

function withParents(path: string): readonly string[] {
  const names = path.split('/').slice(1);
  return names.map((_, i) => `/${names.slice(0, i + 1).join('/')}`);
}

/** Units below /run are made anew at each boot: systemd-fstab-generator makes them of fstab's lines. */
async function fromUnit(host: HostReader, use: Use, target: string): Promise<BootMount | null> {
  const name = mountUnitName(target);
  const unit = await use(unitFile(name));
  if (unit === null || unit.masked || unit.fragment.startsWith('/run/')) return null;
  const last = (key: string) => unit.values('Mount', key).at(-1)?.value ?? '';
  const where = unit.values('Mount', 'Where').at(-1);
  if (where?.value.replace(/(?<=.)\/+$/, '') !== target) return null;
  const atBoot = (await isWanted(host, name)) || (await isRequired(use, name, target));
  const [source, type, options] = [last('What'), last('Type'), last('Options').split(',')];
  const says = `What=${source} Where=${target} Options=${options.join(',')}`;
  return {
    target,
    source,
    type,
    options,
    atBoot,
    evidence: { source: where.source, line: where.line, says, wins: true },
  };
}

async function isWanted(host: HostReader, unit: string): Promise<boolean> {
  for (const directory of UNIT_DIRECTORIES) {
    for (const name of (await host.list(directory)) ?? []) {
      if (!/\.(wants|requires)$/.test(name)) continue;
      if ((await host.list(`${directory}/${name}`))?.includes(unit)) return true;
    }
  }
  return false;
}

async function isRequired(use: Use, unit: string, target: string): Promise<boolean> {
  for (const service of ['docker.service', 'containerd.service']) {
    const found = await use(unitFile(service));
    const words = DEPENDENCIES.flatMap((key) => found?.values('Unit', key) ?? []).flatMap(({ value }) =>
      value.split(/\s+/),
    );
    if (words.some((word) => word === unit || word === target || word.startsWith(`${target}/`))) return true;
  }
  return false;
}
