import { purge } from '../../engine/purge.ts';
import { runJson } from '../../report/run-json.ts';
import { runText } from '../../report/run-text.ts';
import type { ExitCode, Given } from '../command.ts';
import { consent } from '../consent.ts';
import { exitCodeOf, write } from '../write.ts';

export async function purgeCommand(
  given: Given,
  id: string,
  { yes }: { readonly yes?: boolean },
): Promise<ExitCode> {
  const { options, terminal } = given;
  given.target().stateDir()?.run(id);
  const question = `Give up the way back of run ${id}, for good?`;
  if (yes !== true && !(await consent(terminal, question, `holdfast purge ${id} --yes`))) return 3;
  const run = await write(given, (writer) => purge(writer, id));
  const text = { ...options, color: terminal.color };
  terminal.report(options.format === 'json' ? runJson({ run, shown: new Map() }) : runText(run, text));
  return exitCodeOf(run.status);
}
