import type { AccountSources } from '../facts/account-sources.ts';
import type { Sudoers } from '../facts/sudoers.ts';
import type { GroupEntry } from '../formats/group.ts';
import type { PasswdEntry } from '../formats/passwd.ts';
import type { ShadowEntry } from '../formats/shadow.ts';

/** What is known of who may use sudo, and who has a password to give. */
export interface SudoAccounts {
  readonly policy: Sudoers | null;
  readonly users: readonly PasswdEntry[];
  readonly groups: readonly GroupEntry[];
  readonly secrets: readonly ShadowEntry[];
  readonly sources: AccountSources;
}
