import { isLeftOut } from './is-left-out.ts';
import type { Ran } from './ran.ts';

/**
 * What systemctl says: `unit NAME file` with whether it is enabled, of every unit file, and `unit NAME state` with
 * load, activity and sub-state, of every unit that is not at rest: systemd forgets the others whenever it likes.
 */
export function unitStates(
  run: (...command: readonly string[]) => Ran,
  without: readonly string[],
): ReadonlyMap<string, string> {
  const lines = (...command: readonly string[]) => {
    const ran = run('systemctl', ...command, '--all', '--full', '--plain', '--no-legend', '--no-pager');
    if (ran.status !== 0) throw new Error(`systemctl: ${ran.stderr}`);
    return ran.stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.trim().split(/ +/)]));
  };
  const files = lines('list-unit-files').map(([name, state = '']) => [`${name} file`, state] as const);
  const states = lines('list-units')
    .map(([name, load, active, sub]) => [`${name} state`, `${load} ${active} ${sub}`] as const)
    .filter(([, state]) => !state.includes(' inactive '));
  const kept = [...files, ...states].filter(([name]) => !isLeftOut(without, name));
  return new Map(kept.map(([name, state]) => [`unit ${name}`, state]));
}
