import { paramChoices } from '../../engine/param-choices.ts';
import type { Selection } from '../../engine/selection.ts';
import type { Plan } from '../../model/plan.ts';
import type { Playbook } from '../../model/playbook.ts';
import type { Confirmation } from '../../model/policy.ts';
import { missingAllowances } from '../../policy/missing-allowances.ts';
import type { PlanView } from '../../report/change-view.ts';
import { shownChanges } from '../shown-changes.ts';
import { waitOf } from '../wait-of.ts';
import { askedBy } from './asked-by.ts';
import type { Dialogue } from './dialogue.ts';
import { fileScreen } from './file-screen.ts';
import { findingScreen } from './finding-screen.ts';
import { newFileFault } from './new-file-fault.ts';
import { newPolicyPath } from './new-policy-path.ts';
import type { Session } from './open-session.ts';
import { overviewScreen } from './overview-screen.ts';
import type { Size } from './page-of.ts';
import { paramScreen } from './param-screen.ts';
import { paramValue } from './param-value.ts';
import type { Screen } from './question.ts';
import { type Reviewed, reviewScreen } from './review-screen.ts';
import { waiverScreen } from './waiver-screen.ts';

/** What is shown and asked where a dialogue is at. */
export async function screenOf(session: Session, dialogue: Dialogue, size: Size): Promise<Screen> {
  const { given, file, selection, findings } = session;
  const { reader } = given.target();
  const { decisions, place, playbooks } = dialogue;
  const color = given.terminal.talksInColor;
  const asked = askedBy(session, decisions);
  switch (place.screen) {
    case 'overview':
      return overviewScreen(
        { host: reader.identity, profile: selection.profile, findings, decisions, line: place.line },
        size,
        color,
      );
    case 'finding': {
      const playbook = playbookAt(session, dialogue, place.index);
      const view = await viewOf(session, { ...asked.selection, playbooks: [playbook] });
      const number = place.index + 1;
      const isSkipped = decisions.skip.includes(playbook.id);
      const finding = { playbook, view, number, count: playbooks.length, isSkipped };
      return findingScreen({ ...finding, line: place.line, decisions }, size, color);
    }
    case 'param': {
      const playbook = playbookAt(session, dialogue, place.index);
      const choices = place.isTyped ? null : ((await paramChoices(reader, playbook))[place.param] ?? null);
      const now = paramValue(playbook, asked.selection.params, place.param);
      return paramScreen({ playbook, name: place.param, now, choices });
    }
    case 'waiver': {
      const playbook = playbookAt(session, dialogue, place.index);
      const { plan } = await session.planOf({ ...asked.selection, playbooks: [playbook] });
      return waiverScreen({ plan, playbook: playbook.id, draft: place.draft });
    }
    case 'review': {
      const view = await viewOf(session, asked.selection);
      const isSnapshot = given.options.snapshot !== undefined;
      return reviewScreen(
        {
          view,
          policy: { name: file.name, before: file.text, after: asked.policy },
          line: place.line,
          missing: missingAllowances(view.plan, asked.selection.allow),
          wait: waitOfReview(session, view.plan, decisions.confirm ?? session.policy.run.confirm),
          canApply: !isSnapshot,
          canAppend: !isSnapshot && asked.policy.startsWith(file.text),
        },
        size,
        color,
      );
    }
    case 'file':
      return fileScreen({
        outcome: place.outcome,
        policy: file.name,
        proposed: newPolicyPath(given.options),
        faultOf: newFileFault,
      });
    case 'end':
      throw new Error('nothing is asked at the end');
  }
}

async function viewOf({ planOf }: Session, selection: Selection): Promise<PlanView> {
  const { plan, blobs } = await planOf(selection);
  return { plan, shown: shownChanges(plan.changes, blobs) };
}

function waitOfReview(
  { given, policy }: Session,
  plan: Plan,
  confirm: Confirmation | null,
): Reviewed['wait'] {
  const { catalogue } = given;
  const by = waitOf({ plan, catalogue, run: policy.run, within: null, isUnattended: false });
  return by === null ? null : { by, isSaid: confirm !== null };
}

function playbookAt({ given }: Session, { playbooks }: Dialogue, index: number): Playbook {
  const found = given.catalogue.find(({ id }) => id === playbooks[index]);
  if (found === undefined) throw new Error(`there is no finding ${index}`);
  return found;
}
