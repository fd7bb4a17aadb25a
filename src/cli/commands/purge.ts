import { purge } from '../../engine/purge.ts';
import { Refused } from '../../model/refusal.ts';
import { runJson } from '../../report/run-json.ts';
import { runText } from '../../report/run-text.ts';
import { ask } from '../ask.ts';
import type { ExitCode, Given } from '../command.ts';
import { exitCodeOf, write } from '../write.ts';

export async function purgeCommand(
  given: Given,
  id: string,
  { yes }: { readonly yes?: boolean },
): Promise<ExitCode> {
  const { options, terminal } = given;
  given.target().stateDir()?.run(id);
  if (yes !== true) {
    if (!terminal.isInteractive) throw new Refused({ code: 'no-consent', args: { command: 'purge' } });
    if (!(await ask(`Give up the way back of run ${id}, for good?`))) {
      throw new Refused({ code: 'no-consent', args: { command: 'purge' } });
    }
  }
  const run = await write(given, (writer) => purge(writer, id));
  const text = { ...options, color: terminal.color };
  terminal.report(options.format === 'json' ? runJson({ run, shown: new Map() }) : runText(run, text));
  return exitCodeOf(run.status);
}
