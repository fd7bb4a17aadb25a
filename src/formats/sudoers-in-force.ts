import type { PlacedSudoersStatement } from './sudoers-file.ts';
import type { SudoersMatcher } from './sudoers-match.ts';
import { sudoersScope } from './sudoers-scope.ts';
import type { SudoersSetting } from './sudoers-statement.ts';

/** What a Defaults line says of a setting, and for whom. */
export interface SudoersSaid extends PlacedSudoersStatement {
  readonly setting: SudoersSetting;
  /** As it is written: `Defaults`, `Defaults:%ops`. */
  readonly scope: string;
  /** Whether it is for everybody on this host. */
  readonly isForAll: boolean;
  /** Whether it is for some commands: those are read after all others. */
  readonly isForCommands: boolean;
}

/**
 * The Defaults lines by which a setting has its values on this host: the last for everybody, and those for some users,
 * targets or commands that no later line puts out of force. A line for everybody puts out all before it but those for
 * commands. At most one is for everybody.
 */
export function sudoersInForce(
  statements: readonly PlacedSudoersStatement[],
  matcher: SudoersMatcher,
  name: string,
): readonly SudoersSaid[] {
  let inForce: readonly SudoersSaid[] = [];
  for (const placed of statements) {
    if (placed.statement.type !== 'defaults') continue;
    const { scope: of, settings } = placed.statement;
    const setting = settings.findLast((each) => each.name === name);
    if (setting === undefined) continue;
    if (of.of === 'host' && matcher.host(of.members, true) !== true) continue;
    const scope = sudoersScope(placed.text);
    const isForAll = of.of === 'all' || (of.of === 'host' && matcher.host(of.members, false) === true);
    const stays = (each: SudoersSaid) => (isForAll ? each.isForCommands : each.scope !== scope);
    inForce = [
      ...inForce.filter(stays),
      { ...placed, setting, scope, isForAll, isForCommands: of.of === 'command' },
    ];
  }
  return inForce;
}
