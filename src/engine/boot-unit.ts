import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Arming } from '../model/run-plan.ts';
import { putUnit } from './put-unit.ts';
import { timeLeftIn } from './time-left-in.ts';
import { timeOf } from './time-of.ts';
import type { Transaction } from './transaction.ts';

const UNITS: Path = '/etc/systemd/system';
const WANTS: Path = `${UNITS}/sysinit.target.wants`;
const NAME = 'holdfast-rescue.service';

/**
 * The unit for a run whose folder is at `folder`: after a power loss it runs the rescue script before anything
 * starts that the changes could break, and without Node. Null where no systemd is running (sd_booted(3)).
 */
export async function planArming(host: HostReader, folder: string): Promise<Arming | null> {
  if (host.identity.type !== 'live' || (await host.status('/run/systemd/system'))?.type !== 'directory')
    return null;
  const where = canStandBare(folder)
    ? `ConditionPathExists=${withoutSpecifiers(folder)}/rescue.sh\nRequiresMountsFor="${escaped(withoutSpecifiers(folder))}"\n`
    : '';
  const text = `# A Holdfast run is under way. This unit is gone when it ends.
[Unit]
Description=Holdfast: take back the run that did not end
DefaultDependencies=no
${where}After=local-fs.target
Before=sysinit.target systemd-sysctl.service network-pre.target auditd.service

[Service]
Type=oneshot
ExecStart=/bin/sh ${quotedArgument(`${folder}/rescue.sh`)} --boot
`;
  const directories = [UNITS, WANTS].map(async (path) => ({ path, time: await timeOf(host, path) }));
  return {
    unit: `${UNITS}/${NAME}`,
    link: `${WANTS}/${NAME}`,
    text,
    directories: await Promise.all(directories),
  };
}

/** A condition's path knows no escapes (systemd.unit(5)), and a line ends where it ends: such a folder goes unnamed there. */
function canStandBare(folder: string): boolean {
  return folder.isWellFormed() && !/[\n\r]/.test(folder);
}

/** `%` begins a specifier anywhere in a unit. */
function withoutSpecifiers(path: string): string {
  return path.replaceAll('%', '%%');
}

function escaped(path: string): string {
  return path.replace(/["\\]/g, '\\$&');
}

/** systemd.service(5), "Command lines": C-style escapes, `%` and `$` doubled. */
function quotedArgument(path: string): string {
  const bytes = [...escaped(withoutSpecifiers(path)).replaceAll('$', '$$$$')].map((character) => {
    const code = character.charCodeAt(0);
    const isPlain = character.isWellFormed() && code >= 0x20 && code !== 0x7f;
    return isPlain ? character : `\\x${(code & 0xff).toString(16).padStart(2, '0')}`;
  });
  return `"${bytes.join('')}"`;
}

/** Puts the unit in place: before the first change, or a power loss after it would wait for somebody. */
export async function arm({ host, plan: { arming } }: Transaction): Promise<void> {
  if (arming !== null) await putUnit(host, arming, null);
}

/** Takes the unit away again and leaves no trace of it, not even in the directories' times. */
export async function disarm(run: Transaction): Promise<void> {
  const { host, plan } = run;
  const { arming } = plan;
  if (arming === null) return;
  await host.putEntry(arming.link, null, null);
  await host.putEntry(arming.unit, null, null);
  for (const { path, time } of [...arming.directories].reverse()) {
    if (time === null) {
      if ((await host.list(path))?.length === 0) await host.putEntry(path, null, null);
      continue;
    }
    // A change of this run in the same directory has the last word on its time.
    await host.putTime(path, timeLeftIn(run, path) ?? time);
  }
}
