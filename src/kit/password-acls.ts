import type { FileAcl } from '../facts/password-acls.ts';
import type { Tolerated } from '../facts/tolerated.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { Requirement } from '../model/requirement.ts';
import type { Names } from './owner-words.ts';
import { unreadEvidence } from './unread-evidence.ts';

/** One requirement on who is named in the access control lists of the files with password hashes: nobody. */
export function passwordAclRequirements(
  acls: Tolerated<readonly FileAcl[]>,
  { users, groups }: Names,
): readonly Requirement[] {
  const about = {
    object: 'acl:passwords',
    statement: 'no access control list opens the password hashes to others',
    wishes: [],
  };
  if ('refusal' in acls)
    return [{ ...about, verdict: 'unknown', evidence: [unreadEvidence('/etc/shadow', acls.refusal)] }];
  if (acls.value.length === 0) return [];
  const named = acls.value.flatMap(({ path, entries }) =>
    entries
      .filter(({ id, permissions }) => id !== 0 && permissions !== 0)
      .map(({ type, id }) => {
        const ids =
          type === 'user'
            ? users.map(({ name, uid }) => ({ name, id: uid }))
            : groups.map(({ name, gid }) => ({ name, id: gid }));
        return { path, who: `${type}:${ids.find((each) => each.id === id)?.name ?? id}` };
      }),
  );
  if (named.length === 0) {
    const evidence = acls.value.map(({ path }) => ({
      source: path,
      says: 'its access control list names nobody',
      wins: true,
    }));
    return [{ ...about, verdict: 'met', evidence }];
  }
  return [
    {
      ...about,
      verdict: 'manual',
      evidence: named.map(({ path, who }) => ({
        source: path,
        says: `its access control list lets ${who} in`,
        wins: true,
      })),
      steps: named.map(({ path, who }) => `setfacl -x ${shellWord(who)} ${path}`),
    },
  ];
}
