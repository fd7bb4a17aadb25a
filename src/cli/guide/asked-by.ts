import type { Selection } from '../../engine/selection.ts';
import type { Decisions } from '../../model/decisions.ts';
import { decidedPolicy } from '../../policy/decided-policy.ts';
import { parsePolicy } from '../../policy/parse-policy.ts';
import { selectPlaybooks } from '../../policy/select-playbooks.ts';
import { selectionOf } from '../selection-of.ts';
import type { Session } from './open-session.ts';

/** What decisions come to. */
export interface Asked {
  /** The policy with the decisions in it. */
  readonly policy: string;
  readonly selection: Selection;
  /** The ids that ask for the same on a command line; null where nothing is left to ask for. */
  readonly ids: readonly string[] | null;
}

/**
 * The decisions as a policy, and what is asked for by reading it: what is reviewed and made is what the same
 * policy asks for unattended, with the same digest, because it comes from there.
 */
export function askedBy(session: Session, decisions: Decisions): Asked {
  const { given, file } = session;
  const { profile } = session.selection;
  const policy = decidedPolicy(file, given.catalogue, profile, decisions);
  const parsed = parsePolicy(policy, file.name, given.catalogue);
  // A playbook that is named is there even if it is skipped.
  const left = session.ids.filter((id) => !decisions.skip.includes(id));
  const ids = session.ids.length > 0 && left.length === 0 ? null : left;
  const playbooks = ids === null ? [] : selectPlaybooks(given.catalogue, ids, profile, parsed.skip);
  return { policy, selection: selectionOf(parsed, playbooks, profile), ids };
}
