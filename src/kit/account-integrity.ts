import type { Requirement } from '../model/requirement.ts';
import { accountIdentities } from './account-identities.ts';
import { accountPasswords } from './account-passwords.ts';
import type { SoundAccounts } from './sound-accounts.ts';
import { systemShells } from './system-shells.ts';

/**
 * Root is one, every name and number stands for one account, nobody gets in without a password, and accounts of the
 * system have no shell but those that are named in `shells`. One requirement per account that differs, and one met
 * where none of its kind does.
 */
export function accountIntegrity(given: SoundAccounts, shells: readonly string[]): readonly Requirement[] {
  return [...accountIdentities(given), ...accountPasswords(given), ...systemShells(given, shells)];
}
