import { verifyRuns } from '../../engine/verify-runs.ts';
import { verifyJson } from '../../report/verify-json.ts';
import { verifyText } from '../../report/verify-text.ts';
import { asRunId } from '../as-run-id.ts';
import type { ExitCode, Given } from '../command.ts';

export async function verifyCommand(given: Given, id: string | undefined): Promise<ExitCode> {
  const { options, terminal } = given;
  const { reader, stateDir } = given.target();
  const wanted = id === undefined ? null : asRunId(id);
  const runs = await verifyRuns(reader, stateDir(), wanted);
  terminal.report(
    options.format === 'json' ? verifyJson(runs) : verifyText(runs, { ...options, color: terminal.color }),
  );
  if (runs.some(({ refusals }) => refusals.length > 0)) return 5;
  return runs.some(({ drift }) => drift.length > 0) ? 2 : 0;
}
