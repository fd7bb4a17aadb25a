import { loadRun } from '../engine/load-run.ts';
import { runReport } from '../engine/run-report.ts';
import { asOnlyWriter, type Progress, type Writer } from '../engine/writer.ts';
import { Refused } from '../model/refusal.ts';
import type { RunStatus } from '../model/run.ts';
import { progressWords } from '../report/progress-words.ts';
import type { ExitCode, Given } from './command.ts';
import { logRun } from './log-run.ts';
import { listenForSignals } from './signals.ts';
import { VERSION } from './version.ts';

/**
 * Does something that changes the host: as the only writer, told of signals, saying what it is at. `lockWaitMs`: for
 * how long to wait while somebody else writes. Whoever is at the terminal is told at once instead.
 */
export async function write<T>(
  { target, terminal, options }: Given,
  lockWaitMs: number,
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
      const isRed = 'probe' in progress && progress.why !== null;
      if (isRed || !options.quiet) terminal.say(`${progressWords(progress)}\n`);
    },
  };
  return asOnlyWriter(place, root, lockWaitMs, writer, async (only) => {
    try {
      return await act(only);
    } catch (error) {
      if (error instanceof Refused && error.refusal.code === 'undo-failed') {
        const left = loadRun(only.stateDir.run(error.refusal.args.run));
        if (left !== null) await logRun({ ...runReport(left, []), refusals: [error.refusal] }, terminal);
      }
      throw error;
    }
  });
}

/** How a run's end is told to whoever started the command. */
export function exitCodeOf(status: RunStatus): ExitCode {
  if (status === 'applied' || status === 'waiting' || status === 'purged') return 0;
  return status === 'undone' ? 4 : 5;
}
