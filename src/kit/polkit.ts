import { polkitGrants as grants, type PlacedPolkitYes } from '../facts/polkit-grants.ts';
import type { Requirement } from '../model/requirement.ts';

/** polkit(8), and where its rules let somebody act as root unasked. */
export const polkit = { grants, asksForPassword };

/** One requirement per line that answers yes: whom and what it means is a program, so that a person must judge it. */
function asksForPassword(grants: readonly PlacedPolkitYes[] | null): readonly Requirement[] {
  return (grants ?? []).map(({ path, line, text }) => ({
    object: `polkit:${path}:${line}`,
    verdict: 'manual',
    statement: 'this polkit rule lets nobody act as root without a password',
    evidence: [{ source: path, line, says: text, wins: true }],
    wishes: [],
    steps: [
      `see for whom and for which actions line ${line} of ${path} answers: ${text}`,
      'where they amount to root, make it polkit.Result.AUTH_ADMIN or AUTH_SELF; else waive this line with the reason',
    ],
  }));
}
