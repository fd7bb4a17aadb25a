import type { PlacedSudoersStatement } from './sudoers-file.ts';

/** Whether sudo asks for another account's password than that of who runs it: that of root, or of whom it runs as (sudoers(5)). */
export function sudoAsksForRoot(statements: readonly PlacedSudoersStatement[]): boolean {
  return ['rootpw', 'targetpw', 'runaspw'].some((name) => {
    const last = statements
      .flatMap(({ statement }) => (statement.type === 'defaults' ? statement.settings : []))
      .findLast((setting) => setting.name === name);
    return last !== undefined && !last.negated;
  });
}
