import { aptSimulation } from '../facts/apt-simulation.ts';
import { brokenPackages } from '../facts/broken-packages.ts';
import { installedPackage } from '../facts/installed-package.ts';
import { keptPackage } from '../facts/kept-package.ts';
import { packages } from '../facts/packages.ts';
import type { Change } from '../model/change.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Guard } from './guard.ts';
import { playbooksOf } from './playbooks-of.ts';

const HALFWAY = ['half-installed', 'unpacked', 'half-configured'];

/**
 * The packages that come and go are all that would: nothing that stays lacks what it depends on, nothing goes that the
 * host is reached by or runs its containers with, and apt, asked for the same, would do just this.
 */
export const packageTransaction: Guard = async ({ now, planned, changes }) => {
  const all = changes.filter(({ kind }) => kind === 'package');
  if (all.length === 0) return [];
  const [before, after] = [await now(packages), await planned(packages)];
  const refuse = refusalOf(all);
  if (before === null || after === null)
    return [refuse('dpkg', 'dpkg does not install packages here', 'use the package manager of this host')];

  const halfway = before.list.find(({ state }) => HALFWAY.includes(state));
  if (before.isInterrupted || halfway !== undefined) {
    const what = halfway === undefined ? 'it was interrupted' : `${halfway.name} is ${halfway.state}`;
    return [
      refuse(
        'dpkg',
        `dpkg has not finished what it was at: ${what}`,
        'run "dpkg --configure -a", and look at what it says',
      ),
    ];
  }

  const removed = all.filter((change) => change.after === null).map(({ key }) => key);
  const kept = removed.flatMap((name) => {
    const found = installedPackage(before, name);
    const why = found === null ? null : keptPackage(found);
    return why === null
      ? []
      : [
          refuse(
            name,
            `it would be removed, and ${why}`,
            'allow what depends on it to stay, or remove it by hand',
          ),
        ];
  });
  const broken = brokenPackages(before);
  const newlyBroken = brokenPackages(after)
    .filter(
      ({ name, lacks }) => !broken.some((each) => each.name === name && each.lacks.join() === lacks.join()),
    )
    .map(({ name, lacks }) =>
      refuse(
        name,
        `it would stay and lack what it depends on: ${lacks.join(' or ')}`,
        'remove it as well, or keep that',
      ),
    );
  if (kept.length > 0 || newlyBroken.length > 0) return [...kept, ...newlyBroken];

  const arriving = all.filter((change) => change.after !== null);
  // What comes back from a run's folder apt may not know any more.
  if (arriving.some(hasFile)) return [];
  const installed = new Map(arriving.map(({ key, after: state }) => [key, versionOf(state)]));
  const apt = await now(aptSimulation(removed, installed));
  if (apt === null) return [];
  if (apt.refused !== null)
    return [refuse('apt', `apt-get would not do it: ${apt.refused}`, 'correct what it names')];
  const others = [
    ...apt.removed.filter((name) => !removed.includes(name)).map((name) => `remove ${name}`),
    ...apt.installed.filter((name) => !installed.has(name)).map((name) => `install ${name}`),
  ];
  return others.length === 0
    ? []
    : [
        refuse(
          'apt',
          `apt-get would also ${others.join(', ')}`,
          'do it by hand with "apt-get", where you can decide about all of it',
        ),
      ];
};

function refusalOf(changes: readonly Change[]): (name: string, why: string, lift: string) => Refusal {
  return (name, why, lift) => ({
    code: 'guard',
    args: {
      guard: 'package-transaction',
      playbook: playbooksOf(changes),
      object: `package:${name}`,
      why,
      lift,
    },
  });
}

function hasFile({ after }: Change): boolean {
  return typeof after === 'object' && after !== null && 'content' in after;
}

function versionOf(state: Change['after']): string {
  return typeof state === 'object' && state !== null && 'version' in state ? String(state.version) : '';
}
