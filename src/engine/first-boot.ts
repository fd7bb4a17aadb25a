import { decodeHostText } from '../formats/host-text.ts';
import type { Effect } from '../model/effect.ts';
import type { Host, HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { FirstBootUnit } from '../model/run-plan.ts';
import { distinct } from './distinct.ts';
import { isInside } from './other-host.ts';
import { putUnit } from './put-unit.ts';
import { timeOf } from './time-of.ts';

/** Of the directories that systemd reads (systemd.unit(5)) the one for what is installed by hand: no playbook writes there. */
const LOCAL: Path = '/usr/local/lib';
const WAYS: readonly Path[] = [
  `${LOCAL}/systemd`,
  `${LOCAL}/systemd/system`,
  `${LOCAL}/systemd/system/multi-user.target.wants`,
];
const SYSTEMD: readonly Path[] = ['/usr/lib/systemd/systemd', '/lib/systemd/systemd'];
/** What stands between the root and the state directory, in a line of a unit: no escapes are needed for these. */
const PLAIN = /^[A-Za-z0-9/._-]+$/;

/**
 * The unit that looks, when an image boots for the first time, whether what the run changed in it is in force. Null
 * where there would be nobody to run it: no systemd, or a state directory that does not go where the image goes.
 */
export async function planFirstBoot(
  host: HostReader,
  folder: string,
  run: string,
  effects: readonly Effect[],
): Promise<FirstBootUnit | null> {
  const { type, root } = host.identity;
  if (type !== 'image' || !isInside(folder, root)) return null;
  const inside = root === '/' ? folder : folder.slice(root.length);
  if (!PLAIN.test(inside) || !(await hasSystemd(host))) return null;
  const directories = await Promise.all(
    [LOCAL, ...WAYS].map(async (path) => ({ path, time: await timeOf(host, path) })),
  );
  if (directories[0]?.time === null) return null;
  const name = `holdfast-first-boot-${run}.service`;
  const after = ['local-fs.target', 'systemd-sysctl.service', ...distinct(effects.flatMap(unitOf))];
  const text = `# Whether what Holdfast changed in this image is in force, at its first boot. This unit removes itself.
[Unit]
Description=Holdfast: look whether run ${run} is in force
After=${after.join(' ')}
ConditionPathExists=${inside}/first-boot.sh

[Service]
Type=oneshot
ExecStart=/bin/sh ${inside}/first-boot.sh
SyslogIdentifier=holdfast
LogExtraFields=HOLDFAST_RUN=${run}
`;
  return {
    unit: `${LOCAL}/systemd/system/${name}`,
    link: `${LOCAL}/systemd/system/multi-user.target.wants/${name}`,
    text,
    directories,
    comes: true,
  };
}

async function hasSystemd(host: HostReader): Promise<boolean> {
  for (const path of SYSTEMD) if ((await host.resolve(path)) !== null) return true;
  return false;
}

function unitOf(effect: Effect): readonly string[] {
  return 'unit' in effect ? [effect.unit] : [];
}

/** What taking a run back does to its unit: null where that has come or gone already, or is somebody else's by now. */
export async function firstBootBack(
  host: HostReader,
  firstBoot: FirstBootUnit | undefined,
): Promise<FirstBootUnit | null> {
  if (firstBoot === undefined) return null;
  const found = await host.read(firstBoot.unit);
  const text = found === null ? null : decodeHostText(found);
  return text === (firstBoot.comes ? firstBoot.text : null)
    ? { ...firstBoot, comes: !firstBoot.comes }
    : null;
}

/** Before the first change, so that it is as surely there as the changes are. It is as old as the directory it is in: one that comes back is the same. */
export async function armFirstBoot(host: Host, firstBoot: FirstBootUnit): Promise<void> {
  const age = firstBoot.directories[0]?.time ?? null;
  await putUnit(host, firstBoot, age);
  for (const { path, time } of firstBoot.directories) {
    const back = time ?? age;
    if (back !== null) await host.putTime(path, back);
  }
}

/** Takes the unit away, if it is still there. Of a run that is undone, the directories get the times they had before it; else they keep those they have. */
export async function disarmFirstBoot(host: Host, firstBoot: FirstBootUnit): Promise<void> {
  const { unit, link, text, directories, comes } = firstBoot;
  const found = await host.read(unit);
  if (found !== null && decodeHostText(found) !== text) return;
  const times = new Map<Path, string | null>();
  for (const { path } of directories) times.set(path, await timeOf(host, path));
  if (found !== null) {
    await host.putEntry(link, null, null);
    await host.putEntry(unit, null, null);
  }
  for (const { path, time } of [...directories].reverse()) {
    const was = times.get(path) ?? null;
    if (was === null) continue;
    const back = comes && time !== null ? time : was;
    if (time === null && (await host.list(path))?.length === 0) await host.putEntry(path, null, null);
    else if ((await timeOf(host, path)) !== back) await host.putTime(path, back);
  }
}
