import type { DpkgRelation } from '../formats/dpkg-relations.ts';
import type { DpkgPackage } from '../formats/dpkg-status.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';
import { isInstalled } from './installed-package.ts';
import { packageProviders } from './package-providers.ts';
import { packages } from './packages.ts';

/** What apt never takes for unneeded, whoever installed it: kernels, and firmware. */
const NEVER = /^(?:linux-|firmware-linux|kfreebsd-)/;

/**
 * Packages that came because another one needed them, and that none needs any more, sorted by name: what `apt-get autoremove`
 * would take. Recommended and suggested ones are needed, too, as apt has it unless it is told otherwise. None where apt
 * has noted nothing.
 */
export const orphanedPackages: Fact<readonly string[]> = {
  name: 'orphaned-packages',
  async read(host, use) {
    const all = await use(packages);
    const came = await hostFile(host, '/var/lib/apt/extended_states', automatic);
    if (all === null || came === null) return [];
    const installed = all.list.filter(isInstalled);
    const providers = packageProviders(all);
    const byName = new Map(installed.map((each) => [each.name, each]));
    const needed = new Set<string>();
    const queue = installed.filter((each) => isRoot(each, came));
    for (let each = queue.pop(); each !== undefined; each = queue.pop()) {
      if (needed.has(each.name)) continue;
      needed.add(each.name);
      const names = namesIn(each).flatMap((name) => providers.get(name) ?? []);
      queue.push(...names.flatMap((name) => byName.get(name) ?? []).filter(({ name }) => !needed.has(name)));
    }
    return installed.flatMap(({ name }) => (needed.has(name) ? [] : [name])).sort();
  },
};

function isRoot(
  { name, essential, protected: isProtected }: DpkgPackage,
  came: ReadonlySet<string>,
): boolean {
  return essential || isProtected || NEVER.test(name) || !came.has(name);
}

function namesIn({ depends, recommends, suggests }: DpkgPackage): readonly string[] {
  return [...depends, ...recommends, ...suggests].flat().map(({ name }: DpkgRelation) => name);
}

/** Names of the packages that apt installed by itself; its file has stanzas as dpkg's has. */
function automatic(text: string): ReadonlySet<string> {
  const names = text.split(/\n{2,}/).flatMap((stanza) => {
    const name = /^Package: (\S+)$/m.exec(stanza)?.[1];
    return name === undefined || !/^Auto-Installed: 1$/m.test(stanza) ? [] : [name];
  });
  return new Set(names);
}
