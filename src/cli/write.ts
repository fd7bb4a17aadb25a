import { asOnlyWriter, type Progress, type Writer } from '../engine/writer.ts';
import type { RunStatus } from '../model/run.ts';
import { progressWords } from '../report/progress-words.ts';
import type { ExitCode, Given } from './command.ts';
import { listenForSignals } from './signals.ts';
import { VERSION } from './version.ts';

/** Does something that changes the host: as the only writer, told of signals, saying what it is at. */
export async function write<T>(
  { target, terminal, options }: Given,
  act: (writer: Writer) => Promise<T>,
): Promise<T> {
  terminal.openReport();
  const { place, root, host } = target();
  const interrupted = listenForSignals();
  const writer = {
    host: host(),
    tool: VERSION,
    now: () => new Date().toISOString(),
    interrupted,
    onProgress: (progress: Progress) => {
      if (!options.quiet) terminal.say(`${progressWords(progress)}\n`);
    },
  };
  return asOnlyWriter(place, root, writer, act);
}

/** How a run's end is told to whoever started the command. */
export function exitCodeOf(status: RunStatus): ExitCode {
  if (status === 'applied' || status === 'purged') return 0;
  return status === 'undone' ? 4 : 5;
}
