import { confirm } from '../../engine/confirm.ts';
import { loginSession } from '../../host/login-session.ts';
import { createMemoryBlobs } from '../../host/memory-blobs.ts';
import { runJson } from '../../report/run-json.ts';
import { runText } from '../../report/run-text.ts';
import { asRunId } from '../as-run-id.ts';
import type { ExitCode, Given } from '../command.ts';
import { logRun } from '../log-run.ts';
import { readRunPolicy } from '../read-run-policy.ts';
import { shownChanges } from '../shown-changes.ts';
import { exitCodeOf, write } from '../write.ts';

export async function confirmCommand(given: Given, id: string): Promise<ExitCode> {
  const { options, terminal } = given;
  const wanted = asRunId(id);
  const login = await loginSession();
  // The timer's own tries take the lock for moments: whoever confirms in time is not to lose to one of them.
  const { lockWaitMs } = await readRunPolicy(given);
  const { run, blobs } = await write(given, lockWaitMs, async (writer) => ({
    run: await confirm(writer, wanted, login),
    blobs: writer.stateDir.run(wanted).blobs,
  }));
  const text = { ...options, color: terminal.color };
  terminal.report(
    options.format === 'json'
      ? runJson({ run, shown: shownChanges(run.changes, createMemoryBlobs(blobs)) })
      : runText(run, text),
  );
  await logRun(run, terminal);
  return exitCodeOf(run.status);
}
