import { refuseIfWaiting } from '../../engine/refuse-if-waiting.ts';
import { Refused } from '../../model/refusal.ts';
import { byArea } from '../../report/by-area.ts';
import type { ExitCode, Given } from '../command.ts';
import type { Act } from '../guide/act.ts';
import { decide } from '../guide/decide.ts';
import type { Dialogue } from '../guide/dialogue.ts';
import { endGuide } from '../guide/end-guide.ts';
import { openSession } from '../guide/open-session.ts';
import type { Question } from '../guide/question.ts';
import { screenOf } from '../guide/screen-of.ts';
import { settleUnfinished } from '../settle-unfinished.ts';

/** Goes through what is open, one playbook after the other, and makes the plan that was decided on. */
export async function guideCommand(
  given: Given,
  ids: readonly string[],
  { plain = false }: { readonly plain?: boolean },
): Promise<ExitCode> {
  const { options, terminal } = given;
  if (!terminal.isInteractive) {
    throw new Refused({ code: 'no-consent', args: { command: 'holdfast apply --unattended' } });
  }
  // Before anybody decides anything: a report that cannot be written, a half state, a policy that is broken.
  terminal.openReport();
  await settleUnfinished(given, 0);
  refuseIfWaiting(given.target().stateDir());
  const session = await openSession(given, ids);
  if (session.findings.length === 0) {
    terminal.say('There is nothing to decide: nothing is open.\n');
    return 0;
  }
  const ask = await asker(plain || process.env.TERM === 'dumb', options.color);
  let dialogue: Dialogue = {
    playbooks: byArea(session.findings).flatMap(({ groups }) => groups.map(({ playbook }) => playbook)),
    decisions: { skip: [], params: {}, waivers: [], allow: [] },
    place: { screen: 'overview', line: 0 },
  };
  while (dialogue.place.screen !== 'end') {
    const { rows = 24, columns = 80 } = process.stderr;
    const screen = await screenOf(session, dialogue, { rows, columns });
    terminal.say(`\n${screen.text}\n`);
    dialogue = decide(dialogue, (await ask(screen.question)) ?? { do: 'quit' });
  }
  return endGuide(session, dialogue.decisions, dialogue.place);
}

/** Inquirer is loaded only here, and only where it is used. */
async function asker(isPlain: boolean, color: boolean): Promise<(question: Question) => Promise<Act | null>> {
  if (isPlain) return (await import('../guide/ask-by-lines.ts')).askByLines;
  // It asks the environment, not us.
  if (!color) process.env.NO_COLOR = '1';
  return (await import('../guide/ask-by-arrows.ts')).askByArrows;
}
