import type { PasswdEntry } from '../formats/passwd.ts';

/** login.defs(5): people's uids begin there; 65534 is nobody. */
const FIRST_PERSON = 1000;
const NOBODY = 65534;

/** Names of the accounts that people log in with, in the order of the file. */
export function people(users: readonly PasswdEntry[]): readonly string[] {
  return users
    .filter(({ uid, shell }) => uid >= FIRST_PERSON && uid < NOBODY && !/\/(?:nologin|false)$/.test(shell))
    .map(({ name }) => name);
}
