import { resolve } from 'node:path';
import type { Decisions } from '../../model/decisions.ts';
import type { Path } from '../../model/path.ts';
import { safeLine } from '../../report/safe-line.ts';
import { addToPolicy } from '../add-to-policy.ts';
import { askedAgain } from '../asked-again.ts';
import type { ExitCode } from '../command.ts';
import { makeChanges } from '../make-changes.ts';
import { waitOf } from '../wait-of.ts';
import { exitCodeOf, write } from '../write.ts';
import { type Asked, askedBy } from './asked-by.ts';
import type { Place } from './dialogue.ts';
import type { Session } from './open-session.ts';

/** Does what a dialogue ended with: nothing, the policy alone, or the changes and then the policy. */
export async function endGuide(
  session: Session,
  decisions: Decisions,
  { outcome, file }: Extract<Place, { screen: 'end' }>,
): Promise<ExitCode> {
  if (outcome === 'quit') {
    session.given.terminal.say('Nothing was changed.\n');
    return 3;
  }
  const asked = askedBy(session, decisions);
  const code = outcome === 'apply' ? await applyReviewed(session, asked) : 0;
  // A run that was undone leaves no trace of what was decided for it.
  if (code === 0) await keepPolicy(session, asked, file);
  return code;
}

async function applyReviewed({ given, policy, planOf }: Session, { selection }: Asked): Promise<ExitCode> {
  const { plan, blobs } = await planOf(selection);
  const { onError, probes } = policy.run;
  const { catalogue } = given;
  const wait = waitOf({ plan, catalogue, run: policy.run, within: null, isUnattended: false });
  const run = await makeChanges(given, selection, { digest: plan.digest, onError, probes, wait }, blobs);
  return exitCodeOf(run.status);
}

/** Writes the policy where there is something to write, and says how to do the same without being asked. */
async function keepPolicy({ given, file }: Session, asked: Asked, newFile: string | null): Promise<void> {
  const { options, terminal, target } = given;
  const { root } = target();
  if (newFile !== null) {
    addToPolicy('/', { name: newFile, path: resolve(newFile) as Path, text: '' }, asked.policy);
  } else if (asked.policy !== file.text) {
    const at = options.policy === undefined ? root : '/';
    await write(given, 0, async () => addToPolicy(at, file, asked.policy.slice(file.text.length)));
  }
  if (asked.policy !== file.text) terminal.say(`Written to ${safeLine(newFile ?? file.name)}.\n`);
  if (asked.ids === null) return;
  const named = newFile === null ? options : { ...options, policy: newFile };
  const again = askedAgain(
    'holdfast apply --unattended',
    named,
    ['root', 'stateDir', 'policy', 'profile'],
    asked.ids,
  );
  terminal.say(`The same without a question, here or on a host like this:\n  ${safeLine(again)}\n`);
}
