import { isDeepStrictEqual } from 'node:util';
import { apply } from '../../../src/engine/apply.ts';
import { makePlan } from '../../../src/engine/make-plan.ts';
import { scan } from '../../../src/engine/scan.ts';
import type { Selection } from '../../../src/engine/selection.ts';
import { createOverlayHost } from '../../../src/host/overlay-host.ts';
import type { HostReader } from '../../../src/model/host.ts';
import { Refused } from '../../../src/model/refusal.ts';
import { createMemoryStateDir } from './memory-state-dir.ts';
import { lawHost } from './playbook-law-host.ts';
import type { BrokenLaw } from './playbook-laws.ts';

/** The parts commute: whoever comes first, in one plan or one run after another, all end the same. */
export async function playbookOrderLaw(
  base: HostReader,
  selection: Selection,
): Promise<readonly BrokenLaw[]> {
  const { playbooks } = selection;
  const backwards = { ...selection, playbooks: playbooks.toReversed() };
  const [one, other] = [await changesOf(base, selection), await changesOf(base, backwards)];
  const [first, last] = [await oneByOne(base, selection), await oneByOne(base, backwards)];
  const differing = [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
    (name) => !isDeepStrictEqual(one[name], other[name]),
  );
  const unequal = Object.keys(first).filter((name) => first[name] !== last[name]);
  return [
    ...differing.map((name) => `in one plan: ${name}`),
    ...unequal.map((name) => `one after another: ${name} is ${first[name]} or ${last[name]}`),
  ].map((what) => ({ law: 'the parts commute', what }));
}

/** By name: what each thing becomes. */
async function changesOf(base: HostReader, selection: Selection): Promise<Record<string, unknown>> {
  const { plan } = await makePlan(base, selection, 'law');
  return Object.fromEntries(plan.changes.map(({ kind, key, after }) => [`${kind} ${key}`, after]));
}

/** Every requirement's verdict after each playbook had a run of its own; one that the host refuses has none. */
async function oneByOne(base: HostReader, selection: Selection): Promise<Record<string, string>> {
  const { host } = lawHost(base, createOverlayHost(base));
  const writer = {
    host,
    stateDir: createMemoryStateDir(),
    tool: 'law',
    now: () => '2026-01-02T03:04:05Z',
    interrupted: () => null,
    onProgress: () => undefined,
  };
  for (const playbook of selection.playbooks) {
    const alone = { ...selection, playbooks: [playbook] };
    const { plan } = await makePlan(host, alone, writer.tool);
    if (plan.refusals.length > 0 || plan.changes.length === 0) continue;
    await orRefused(() => apply(writer, alone, { digest: plan.digest, onError: 'rollback', probes: [] }));
  }
  const findings = await scan(host, selection);
  return Object.fromEntries(
    findings.map(({ playbook, object, verdict }) => [`${playbook} ${object}`, verdict]),
  );
}

/** Why a playbook cannot be applied by itself is said where it is tried by itself. */
async function orRefused(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}
