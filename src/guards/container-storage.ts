import { type DataDirectory, dockerData } from '../facts/docker-data.ts';
import { textFile } from '../facts/text-file.ts';
import type { Change } from '../model/change.ts';
import type { Path } from '../model/path.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Guard } from './guard.ts';
import { playbooksOf } from './playbooks-of.ts';

/** Files that say which modules of the kernel load, modprobe.d(5). */
const MODULES = /^\/(?:etc|run|usr\/local\/lib|usr\/lib|lib)\/modprobe\.d\/[^/]+\.conf$/;
/** By its name, and by that of its file system. */
const OVERLAY_OFF = /^[ \t]*(?:blacklist|install|alias)[ \t]+(?:fs-)?overlay(?:fs)?(?:[ \t]|$)/m;

/** Where nobody has the data of containers: most plans change nothing else, and then no more need be known. */
const SYSTEM = /^\/(?:boot|etc|lib|run|usr)\//;

/**
 * Where Docker is, nobody writes below its data or containerd's, which only they know the meaning of; and overlay, with
 * which layers are mounted, can be loaded as before: benchmarks for other hosts have it switched off.
 */
export const containerStorage: Guard = async ({ now, planned, changes }) => {
  const entries = changes.filter(({ kind }) => kind === 'entry');
  const refusals: Refusal[] = [];
  for (const change of entries.filter(({ key }) => !SYSTEM.test(key))) {
    const root = (await now(dockerData)).find((each) =>
      [each.path, each.real].some((path) => isBelow(change.key, path)),
    );
    if (root !== undefined) refusals.push(ofData(change, root));
  }
  for (const change of entries.filter(({ key }) => MODULES.test(key))) {
    const file = textFile(change.key as Path);
    if (!isOff(await planned(file)) || isOff(await now(file))) continue;
    if ((await now(dockerData)).length > 0) refusals.push(ofOverlay(change));
  }
  return refusals;
};

function isBelow(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}

function isOff(text: string | null): boolean {
  return text !== null && OVERLAY_OFF.test(text);
}

function ofData(change: Change, { real, owner }: DataDirectory): Refusal {
  return refusal(
    change,
    `it is below ${real}, which is ${owner}'s own data: containers would find other files than were written for them`,
    `move what is to be changed out of ${real}, or stop using it`,
  );
}

function ofOverlay(change: Change): Refusal {
  return refusal(
    change,
    'the module overlay could not be loaded any more, and no container would start after the next boot',
    'leave overlay as it is: waive what asks for it to be off',
  );
}

function refusal(change: Change, why: string, lift: string): Refusal {
  return {
    code: 'guard',
    args: {
      guard: 'container-storage',
      playbook: playbooksOf([change]),
      object: `file:${change.key}`,
      why,
      lift,
    },
  };
}
