import type { AccountOddities } from '../facts/account-oddities.ts';
import type { GroupEntry } from '../formats/group.ts';
import type { PasswdEntry } from '../formats/passwd.ts';
import type { ShadowEntry } from '../formats/shadow.ts';
import type { Path } from '../model/path.ts';
import type { AccountWork } from './account-uses.ts';

/** All that is looked at to tell whether accounts are what they should be. */
export interface SoundAccounts extends AccountWork {
  readonly users: readonly PasswdEntry[];
  readonly groups: readonly GroupEntry[];
  readonly secrets: readonly ShadowEntry[];
  readonly keys: ReadonlyMap<string, readonly Path[]>;
  readonly oddities: AccountOddities;
  readonly firstPerson: number;
  readonly noLogin: Path;
}

const NOBODY = 65534;

/** An account that a package made and nobody logs in with, login.defs(5). */
export function isSystemAccount(
  { firstPerson }: Pick<SoundAccounts, 'firstPerson'>,
  { uid }: PasswdEntry,
): boolean {
  return uid !== 0 && (uid < firstPerson || uid === NOBODY);
}
