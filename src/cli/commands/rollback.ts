import type { OnDrift } from '../../engine/plan-rollback.ts';
import { refuseIfWaiting } from '../../engine/refuse-if-waiting.ts';
import { lastRun, previewRollback, rollback } from '../../engine/rollback.ts';
import type { PlaybookId } from '../../model/playbook.ts';
import { Refused } from '../../model/refusal.ts';
import { selectPlaybooks } from '../../policy/select-playbooks.ts';
import { rollbackText } from '../../report/rollback-text.ts';
import { runJson } from '../../report/run-json.ts';
import { runText } from '../../report/run-text.ts';
import { unchangedJson } from '../../report/unchanged-json.ts';
import { asRunId } from '../as-run-id.ts';
import type { ExitCode, Given } from '../command.ts';
import { consent } from '../consent.ts';
import { logRun } from '../log-run.ts';
import { readRunPolicy } from '../read-run-policy.ts';
import { settleUnfinished } from '../settle-unfinished.ts';
import { shownChanges } from '../shown-changes.ts';
import { VERSION } from '../version.ts';
import { exitCodeOf, write } from '../write.ts';

export interface RollbackOptions {
  readonly last?: boolean;
  readonly playbook?: PlaybookId;
  readonly change?: number;
  readonly onDrift: OnDrift;
  readonly yes?: boolean;
}

export async function rollbackCommand(
  given: Given,
  id: string | undefined,
  asked: RollbackOptions,
): Promise<ExitCode> {
  const { options, terminal, catalogue } = given;
  const { reader, stateDir } = given.target();
  if ((id === undefined) === (asked.last !== true)) {
    throw new Refused({ code: 'usage', args: { why: 'name the run to roll back, or say --last' } });
  }
  if (asked.playbook !== undefined && asked.change !== undefined) {
    throw new Refused({ code: 'usage', args: { why: '--playbook and --change cannot be given together' } });
  }
  const typed = id === undefined ? null : asRunId(id);
  if (asked.playbook !== undefined) selectPlaybooks(catalogue, [asked.playbook], null);
  const { allow, probes, lockWaitMs: usual } = await readRunPolicy(given);
  const lockWaitMs = asked.yes === true ? usual : 0;
  await settleUnfinished(given, lockWaitMs);
  const run = typed ?? lastRun(stateDir());
  refuseIfWaiting(stateDir(), run);
  const { playbook, change, onDrift } = asked;
  const wish = {
    onDrift,
    allow,
    today: new Date().toISOString().slice(0, 10),
    ...(playbook === undefined ? {} : { playbook }),
    ...(change === undefined ? {} : { change }),
  };
  const planned = await previewRollback(reader, stateDir(), run, wish);
  const shown = shownChanges(planned.changes, planned.blobs);
  const text = { ...options, color: terminal.color };
  const isJson = options.format === 'json';
  const isReported = !isJson && !options.quiet;
  if (isReported) terminal.report(rollbackText({ ...planned, shown }, text));
  const [refusal] = planned.refusals;
  if (refusal !== undefined) throw new Refused(refusal);
  if (planned.changes.length === 0) {
    if (isJson)
      terminal.report(
        unchangedJson({ type: 'rollback', tool: VERSION, host: reader.identity, remaining: [] }),
      );
    return 0;
  }
  const isAgreed =
    asked.yes === true ||
    (await consent(terminal, {
      question: 'Put exactly this back?',
      command: `holdfast rollback ${run} --yes`,
      show:
        isReported && terminal.showsReports
          ? null
          : rollbackText({ ...planned, shown }, { color: false, quiet: false }),
    }));
  if (!isAgreed) return 3;
  const done = await write(given, lockWaitMs, (writer) =>
    rollback(writer, run, wish, { digest: planned.digest, probes }),
  );
  terminal.report(isJson ? runJson({ run: done, shown }) : runText(done, text));
  await logRun(done, terminal);
  // A run that waited for confirmation ends itself: there is nothing to take back by another one.
  return done.id === run && done.status === 'undone' ? 0 : exitCodeOf(done.status);
}
