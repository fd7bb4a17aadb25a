import { purge } from '../../engine/purge.ts';
import { Refused } from '../../model/refusal.ts';
import { runJson } from '../../report/run-json.ts';
import { runText } from '../../report/run-text.ts';
import { asRunId } from '../as-run-id.ts';
import type { ExitCode, Given } from '../command.ts';
import { consent } from '../consent.ts';
import { logRun } from '../log-run.ts';
import { readRunPolicy } from '../read-run-policy.ts';
import { exitCodeOf, write } from '../write.ts';

export async function purgeCommand(
  given: Given,
  typed: string,
  { yes }: { readonly yes?: boolean },
): Promise<ExitCode> {
  const { options, terminal } = given;
  const id = asRunId(typed);
  const stateDir = given.target().stateDir();
  if (stateDir === null) throw new Refused({ code: 'unknown-run', args: { run: id } });
  stateDir.run(id);
  const question = `Give up the way back of run ${id}, for good?`;
  const command = `holdfast purge ${id} --yes`;
  if (yes !== true && !(await consent(terminal, { question, command, show: null }))) return 3;
  const lockWaitMs = yes === true ? (await readRunPolicy(given)).lockWaitMs : 0;
  const run = await write(given, lockWaitMs, (writer) => purge(writer, id));
  if (run === null) {
    terminal.say(`Run ${id} cannot be read, so nothing of it was taken away; it is no longer looked at.\n`);
    return 0;
  }
  const text = { ...options, color: terminal.color };
  terminal.report(options.format === 'json' ? runJson({ run, shown: new Map() }) : runText(run, text));
  await logRun(run, terminal);
  return exitCodeOf(run.status);
}
