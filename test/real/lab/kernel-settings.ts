import { isLeftOut } from './is-left-out.ts';
import type { Ran } from './ran.ts';

/** What sysctl -a says, as `sysctl NAME` with its value, less what is left out. */
export function kernelSettings(
  run: (...command: readonly string[]) => Ran,
  without: readonly string[],
): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  // Its status is not 0 as some settings cannot be read; those are named on standard error.
  for (const line of run('sysctl', '-a').stdout.split('\n')) {
    const equals = line.indexOf(' =');
    const name = line.slice(0, equals);
    if (equals < 0 || isLeftOut(without, name)) continue;
    // Some settings have several lines, each with the name before it.
    const before = settings.get(`sysctl ${name}`);
    settings.set(`sysctl ${name}`, `${before === undefined ? '' : `${before}\n`}${line.slice(equals + 3)}`);
  }
  return settings;
}
