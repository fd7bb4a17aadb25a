import { resolve } from 'node:path';
import { saveSnapshot } from '../../host/save-snapshot.ts';
import type { Path } from '../../model/path.ts';
import { counted } from '../../report/counted.ts';
import { safeLine } from '../../report/safe-line.ts';
import type { ExitCode, Given } from '../command.ts';
import { takeSnapshot } from '../take-snapshot.ts';
import { warnUnfinished } from '../warn-unfinished.ts';

/** Writes the new directory and nothing else. */
export async function captureCommand(given: Given, directory: string): Promise<ExitCode> {
  const { target, terminal, catalogue, options } = given;
  warnUnfinished(given);
  const snapshot = await takeSnapshot(target().reader, catalogue);
  saveSnapshot(snapshot, resolve(directory) as Path);
  if (options.quiet) return 0;
  const closed = Object.values(snapshot.refused).flatMap(({ code, args }) =>
    code === 'not-root' ? [args.path] : [],
  );
  const missing = new Set(closed).size;
  if (missing > 0)
    terminal.say(`Only root can read ${counted(missing, 'path')}; the capture says so of each.\n`);
  terminal.say(`Captured without secrets. To see it: holdfast plan --snapshot ${safeLine(directory)}\n`);
  return 0;
}
