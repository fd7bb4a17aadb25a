import type { Decisions } from '../../model/decisions.ts';
import type { PlaybookId } from '../../model/playbook.ts';
import type { Act } from './act.ts';
import type { Dialogue, Place } from './dialogue.ts';

/** The dialogue after an answer. An answer that the screen does not offer is a bug. */
export function decide(dialogue: Dialogue, act: Act): Dialogue {
  if (act.do === 'quit') return at(dialogue, { screen: 'end', outcome: 'quit', file: null });
  const { place } = dialogue;
  switch (place.screen) {
    case 'overview':
      if (act.do === 'more') return at(dialogue, { ...place, line: act.line });
      if (act.do === 'begin') return at(dialogue, finding(dialogue, 0));
      break;
    case 'finding':
      return ofFinding(dialogue, place, act);
    case 'param':
    case 'waiver':
      return ofQuestion(dialogue, place, act);
    case 'review':
      return ofReview(dialogue, place, act);
    case 'file':
      if (act.do === 'back') return at(dialogue, { screen: 'review', line: 0 });
      if (act.do === 'end') return at(dialogue, { screen: 'end', outcome: act.outcome, file: act.file });
      break;
    case 'end':
  }
  throw new Error(`${act.do} on the screen ${place.screen}`);
}

function ofFinding(dialogue: Dialogue, place: Extract<Place, { screen: 'finding' }>, act: Act): Dialogue {
  const { decisions } = dialogue;
  const { index, line } = place;
  const id = playbookAt(dialogue, index);
  const skip = decisions.skip.filter((other) => other !== id);
  switch (act.do) {
    case 'more':
      return at(dialogue, { ...place, line: act.line });
    case 'keep':
      return at(decided(dialogue, { skip }), finding(dialogue, index + 1));
    case 'skip':
      return at(decided(dialogue, { skip: [...skip, id] }), finding(dialogue, index + 1));
    case 'reset':
      return at(decided(dialogue, without(decisions, id)), finding(dialogue, index));
    case 'edit':
      return at(dialogue, { screen: 'param', index, param: act.param, isTyped: act.isTyped });
    case 'draft':
      return at(dialogue, { screen: 'waiver', index, draft: act.draft });
    case 'back':
      return at(dialogue, finding(dialogue, line > 0 ? index : index - 1));
    default:
      throw new Error(`${act.do} at a finding`);
  }
}

function ofQuestion(
  dialogue: Dialogue,
  place: Extract<Place, { screen: 'param' | 'waiver' }>,
  act: Act,
): Dialogue {
  const { decisions } = dialogue;
  const { index } = place;
  const id = playbookAt(dialogue, index);
  switch (act.do) {
    case 'back':
      return at(dialogue, finding(dialogue, index));
    case 'edit':
      return at(dialogue, { screen: 'param', index, param: act.param, isTyped: act.isTyped });
    case 'set': {
      const params = { ...decisions.params, [id]: { ...decisions.params[id], [act.param]: act.value } };
      return at(decided(dialogue, { params }), finding(dialogue, index));
    }
    case 'draft':
      return at(dialogue, { screen: 'waiver', index, draft: act.draft });
    case 'waive':
      return at(decided(dialogue, { waivers: [...decisions.waivers, act.waiver] }), finding(dialogue, index));
    default:
      throw new Error(`${act.do} at a question about a finding`);
  }
}

function ofReview(dialogue: Dialogue, place: Extract<Place, { screen: 'review' }>, act: Act): Dialogue {
  switch (act.do) {
    case 'more':
      return at(dialogue, { ...place, line: act.line });
    case 'back':
      return at(
        dialogue,
        place.line > 0 ? { ...place, line: 0 } : finding(dialogue, dialogue.playbooks.length - 1),
      );
    case 'allow':
      return at(decided(dialogue, { allow: act.allow }), { ...place, line: 0 });
    case 'confirm':
      return at(decided(dialogue, { confirm: act.confirm }), { ...place, line: 0 });
    case 'file':
      return at(dialogue, { screen: 'file', outcome: act.outcome });
    case 'end':
      return at(dialogue, { screen: 'end', outcome: act.outcome, file: act.file });
    default:
      throw new Error(`${act.do} at the review`);
  }
}

function at(dialogue: Dialogue, place: Place): Dialogue {
  return { ...dialogue, place };
}

function decided(dialogue: Dialogue, decisions: Partial<Decisions>): Dialogue {
  return { ...dialogue, decisions: { ...dialogue.decisions, ...decisions } };
}

/** Before the first is the overview, after the last the review. */
function finding({ playbooks }: Dialogue, index: number): Place {
  if (index < 0) return { screen: 'overview', line: 0 };
  return index < playbooks.length ? { screen: 'finding', index, line: 0 } : { screen: 'review', line: 0 };
}

function playbookAt({ playbooks }: Dialogue, index: number): PlaybookId {
  const id = playbooks[index];
  if (id === undefined) throw new Error(`there is no finding ${index}`);
  return id;
}

function without({ params, waivers, skip }: Decisions, id: PlaybookId): Partial<Decisions> {
  const { [id]: _dropped, ...others } = params;
  return {
    skip: skip.filter((other) => other !== id),
    params: others,
    waivers: waivers.filter(({ playbook }) => playbook !== id),
  };
}
