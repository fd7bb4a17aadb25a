import { apply } from '../../../../src/engine/apply.ts';
import { makePlan } from '../../../../src/engine/make-plan.ts';
import type { RollbackWish } from '../../../../src/engine/plan-rollback.ts';
import { previewRollback, rollback } from '../../../../src/engine/rollback.ts';
import type { Writer } from '../../../../src/engine/writer.ts';
import type { StateDir } from '../../../../src/host/state-dir.ts';
import type { Host } from '../../../../src/model/host.ts';
import type { Path } from '../../../../src/model/path.ts';
import type { Playbook } from '../../../../src/model/playbook.ts';
import type { Run, RunId } from '../../../../src/model/run.ts';
import { bytesOf, fileEntry } from '../../../laws/lab/tree.ts';
import { selectionOf, writerOf } from './level.ts';

/** Plans and applies at once, on a host and a state directory of the test's own. */
export async function applyOn(
  host: Host,
  stateDir: StateDir,
  playbooks: readonly Playbook[],
  more?: Partial<Writer>,
): Promise<Run> {
  const selection = selectionOf(playbooks);
  const { plan } = await makePlan(host, selection, 'test');
  return apply(writerOf(host, stateDir, more), selection, {
    digest: plan.digest,
    onError: 'rollback',
    probes: [],
  });
}

/** Looks at what rolling back would do, and does it. */
export async function rollBackOn(
  host: Host,
  stateDir: StateDir,
  id: RunId,
  wish: Partial<RollbackWish> = {},
): Promise<Run> {
  const full: RollbackWish = { onDrift: 'refuse', allow: [], today: '2026-01-02', ...wish };
  const { digest } = await previewRollback(host, stateDir, id, full);
  return rollback(writerOf(host, stateDir), id, full, { digest, probes: [] });
}

/** Somebody's own hand on a file. */
export async function edit(host: Host, path: Path, text: string): Promise<void> {
  await host.putEntry(path, fileEntry(text, { mtime: '99' }), bytesOf(text));
}

export async function textOf(host: Host, path: Path): Promise<string | null> {
  const bytes = await host.read(path);
  return bytes === null ? null : Buffer.from(bytes).toString();
}
