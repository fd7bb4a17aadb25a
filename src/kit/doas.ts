import { type PlacedDoasPermit, doasPermits as permits } from '../facts/doas-permits.ts';
import type { Requirement } from '../model/requirement.ts';

/** doas(1), and that it asks for a password. */
export const doas = { permits, asksForPassword };

/** One requirement per line that asks for none, for a person to change; one that is met where there is none. */
function asksForPassword(
  permits: readonly PlacedDoasPermit[] | null,
  allowed: readonly string[],
): readonly Requirement[] {
  if (permits === null) return [];
  const about = { statement: 'doas asks for a password', wishes: [] };
  const found = permits
    .filter(({ nopass, identity }) => nopass && identity !== 'root' && !allowed.includes(identity))
    .map(
      ({ path, line, text, identity }): Requirement => ({
        ...about,
        object: `doas:${path}:${line}`,
        verdict: 'manual',
        evidence: [{ source: path, line, says: text, wins: true }],
        steps: [
          `see that ${identity} has a password to give, or it cannot use doas at all any more: passwd -S USER`,
          `take nopass out of line ${line} of ${path}: ${text}`,
          `doas -C ${path}`,
        ],
      }),
    );
  if (found.length > 0) return found;
  const source = permits[0]?.path ?? '/etc/doas.conf';
  const says = 'no line says nopass, but for accounts that are allowed to do without';
  return [{ ...about, object: 'doas', verdict: 'met', evidence: [{ source, says, wins: true }] }];
}
