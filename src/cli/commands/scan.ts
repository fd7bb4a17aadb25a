import { remaining } from '../../engine/remaining.ts';
import { scan } from '../../engine/scan.ts';
import { scanJson } from '../../report/scan-json.ts';
import { scanText } from '../../report/scan-text.ts';
import type { ExitCode, Given } from '../command.ts';
import { readSelection } from '../selection.ts';
import { warnUnfinished } from '../warn-unfinished.ts';

export async function scanCommand(given: Given, ids: readonly string[]): Promise<ExitCode> {
  const { options, terminal, catalogue } = given;
  const { reader } = given.target();
  const { selection } = await readSelection(catalogue, reader, ids, options, given.needsSafePolicy);
  warnUnfinished(given);
  const found = { host: reader.identity, findings: await scan(reader, selection) };
  terminal.report(
    options.format === 'json' ? scanJson(found) : scanText(found, { ...options, color: terminal.color }),
  );
  return remaining(found.findings).length > 0 ? 2 : 0;
}
