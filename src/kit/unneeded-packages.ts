import { dependentPackages } from '../facts/dependent-packages.ts';
import { installedPackage } from '../facts/installed-package.ts';
import { keptPackage } from '../facts/kept-package.ts';
import type { PackageManager } from '../facts/package-manager.ts';
import type { Packages } from '../facts/packages.ts';
import type { DpkgPackage } from '../formats/dpkg-status.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';

interface Given {
  readonly packages: Packages | null;
  readonly manager: PackageManager | null;
  /** The image's directory, null on a running system. */
  readonly image: string | null;
  readonly orphaned: readonly string[];
}

interface Wanted {
  readonly unneeded: readonly string[];
  readonly allowed: readonly string[];
  /** How many others may go along with one. */
  readonly most: number;
  /** Installed for a purpose that Holdfast cannot know: named, and never removed by itself. */
  readonly questionable: readonly string[];
}

const STATUS = '/var/lib/dpkg/status';

/** One requirement per package that nobody needs, and one per package that somebody has to think about. */
export function unneededPackages(given: Given, wanted: Wanted): readonly Requirement[] {
  const { packages } = given;
  const names = wanted.unneeded.filter((name) => !wanted.allowed.includes(name));
  if (packages === null) return [byAnotherManager(given.manager, names)];
  const questionable = wanted.questionable.filter(
    (name) => ![...wanted.unneeded, ...wanted.allowed].includes(name),
  );
  return [
    ...names.map((name) => isGone({ ...given, packages }, name, wanted)),
    withoutOrphans(given, wanted.allowed),
    ...questionable.flatMap((name) => {
      const found = installedPackage(packages, name);
      return found === null ? [] : [isThoughtOf(found)];
    }),
  ];
}

function isGone(given: Given & { packages: Packages }, name: string, { most }: Wanted): Requirement {
  const { packages, image } = given;
  const found = installedPackage(packages, name);
  const about = { object: `package:${name}`, statement: `${name} is not installed`, wishes: [] };
  if (found === null) {
    const evidence = [{ source: STATUS, says: `${name} is not installed`, wins: true }];
    return { ...about, verdict: 'met', evidence };
  }
  const others = dependentPackages(packages, [name]);
  const evidence: readonly Evidence[] = [
    { source: STATUS, says: saysOf(found), wins: true },
    ...others.map((each) => ({ source: STATUS, says: `${saysOf(each)}, and needs it`, wins: false })),
  ];
  const steps = obstacles(found, others, most);
  if (image !== null) {
    const all = [found, ...others].map((each) => shellWord(each.name)).join(' ');
    const own = [
      `leave ${name} out of what the image is built from, or: chroot ${shellWord(image)} apt-get remove ${all}`,
    ];
    return { ...about, verdict: 'manual', evidence, steps: [...steps, ...own] };
  }
  if (steps.length > 0) return { ...about, verdict: 'manual', evidence, steps };
  return { ...about, verdict: 'unmet', evidence, wishes: [...others, found].map(removal) };
}

/** Why a person has to decide; empty where nothing stands in the way. */
function obstacles(found: DpkgPackage, others: readonly DpkgPackage[], most: number): readonly string[] {
  const name = shellWord(found.name);
  const look = `apt-get -s remove ${name}`;
  const keep = `if it is needed, put ${found.name} into the parameter "allowed"`;
  const kept = [found, ...others].flatMap((each) => {
    const why = keptPackage(each);
    return why === null ? [] : [`${each.name} would go, and ${why}`];
  });
  if (kept.length > 0) return [...kept, `Holdfast does not remove it: look at ${look}`, keep];
  const held = [found, ...others].filter(({ wanted }) => wanted === 'hold');
  if (held.length > 0) {
    const [first] = held;
    const all = held.map((each) => shellWord(each.name)).join(' ');
    return [`${first?.name} is on hold: find out why, then apt-mark unhold ${all}`, keep];
  }
  if (others.length <= most) return [];
  return [
    `${others.length} other packages would go with it, and the parameter "most" allows ${most}: look at ${look}`,
    keep,
  ];
}

/** Never taken away by itself: what somebody uses without a package that says so looks just the same. */
function withoutOrphans({ orphaned, image }: Given, allowed: readonly string[]): Requirement {
  const left = orphaned.filter((name) => !allowed.includes(name));
  const about = {
    object: 'packages:orphaned',
    statement: 'no package is left of what needed it',
    wishes: [],
  };
  const source = '/var/lib/apt/extended_states';
  if (left.length === 0) {
    const says = 'what apt installed by itself is needed by something';
    return { ...about, verdict: 'met', evidence: [{ source, says, wins: true }] };
  }
  const inside = image === null ? '' : `chroot ${shellWord(image)} `;
  return {
    ...about,
    verdict: 'manual',
    evidence: left.map((name) => ({ source, says: `nothing needs ${name} any more`, wins: true })),
    steps: [
      `look at each; what is in use is kept with: ${inside}apt-mark manual NAME`,
      `see what would go, then let the rest go: ${inside}apt-get -s autoremove`,
    ],
  };
}

function isThoughtOf(found: DpkgPackage): Requirement {
  const { name } = found;
  return {
    object: `package:${name}`,
    verdict: 'manual',
    statement: `${name} is installed only where it is needed`,
    evidence: [{ source: STATUS, says: saysOf(found), wins: true }],
    wishes: [],
    steps: [
      `if ${name} is needed here, put it into the parameter "allowed"`,
      `else put it into "unneeded", after a look at what else would go: apt-get -s remove ${shellWord(name)}`,
    ],
  };
}

const LOOKING: { readonly [M in Exclude<PackageManager, 'dpkg'>]: readonly [string, string] } = {
  rpm: ['rpm -q', 'dnf remove --assumeno NAME, or zypper remove --dry-run NAME'],
  apk: ['apk info -e', 'apk del -s NAME'],
  pacman: ['pacman -Q', 'pacman -R --print NAME'],
};

function byAnotherManager(manager: PackageManager | null, names: readonly string[]): Requirement {
  const [query, simulate] = manager === null || manager === 'dpkg' ? ['', ''] : LOOKING[manager];
  return {
    object: 'packages',
    verdict: 'manual',
    statement: 'no package is installed that nobody needs',
    evidence: [{ source: STATUS, says: `is not there: packages are installed by ${manager}`, wins: true }],
    wishes: [],
    steps: [
      `Holdfast reads dpkg's database only. Look by hand: ${query} ${names.map(shellWord).join(' ')}`,
      `see what else would go, then remove what nobody needs: ${simulate}`,
    ],
  };
}

function saysOf({ name, version }: DpkgPackage): string {
  return `${name} ${version} is installed`;
}

function removal({ name }: DpkgPackage): Wish {
  return { kind: 'package', key: name, desired: 'removed' };
}
