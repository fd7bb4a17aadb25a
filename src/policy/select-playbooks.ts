import type { Playbook, PlaybookId, Profile } from '../model/playbook.ts';
import { Refused } from '../model/refusal.ts';
import { nearest } from './nearest.ts';

/**
 * The playbooks that are asked for, in the order they came: by id, whatever their profile, or by glob
 * (`docker/*`) within the profile; all of the profile when `asked` is empty. What is skipped is there only by id.
 * Throws a Refused where an id or glob matches none.
 */
export function selectPlaybooks<P extends Pick<Playbook, 'id' | 'profiles'>>(
  playbooks: readonly P[],
  asked: readonly string[],
  profile: Profile | null,
  skip: readonly PlaybookId[] = [],
): readonly P[] {
  const ofProfile = playbooks.filter(({ profiles }) => profile === null || profiles.includes(profile));
  const isLeftOut = ({ id }: P) => skip.includes(id) && !asked.includes(id);
  if (asked.length === 0) return ofProfile.filter((playbook) => !isLeftOut(playbook));
  const chosen = new Set(asked.flatMap((id) => choose(id)));
  return playbooks.filter((playbook) => chosen.has(playbook) && !isLeftOut(playbook));

  function choose(id: string): readonly P[] {
    const isGlob = /[*?]/.test(id);
    const pattern = new RegExp(
      `^${id
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.')}$`,
    );
    const found = (isGlob ? ofProfile : playbooks).filter((playbook) => pattern.test(playbook.id));
    if (found.length > 0) return found;
    const ids = playbooks.map((playbook) => playbook.id);
    throw new Refused({ code: 'unknown-playbook', args: { id, nearest: nearest(id, ids) ?? '' } });
  }
}
