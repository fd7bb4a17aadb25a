import type { Change } from '../model/change.ts';

const FILES =
  /^\/etc\/(?:passwd|shadow|group|nsswitch\.conf|pam\.(?:conf|d\/.*)|sudoers(?:-rs)?(?:\.d(?:\/.*)?)?)$/;
const ELSEWHERE = /^\/usr\/etc\/sudoers|\/\.ssh(?:\/authorized_keys2?)?$|\/bin\/(?:sudo|su)$/;

/** Whether a plan changes anything that decides who may log in or become root. */
export function touchesAccounts(changes: readonly Change[]): boolean {
  return changes.some(({ kind, key }) => kind === 'entry' && (FILES.test(key) || ELSEWHERE.test(key)));
}
