import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadCatalogue } from '../../src/cli/catalogue.ts';
import { scan } from '../../src/engine/scan.ts';
import { BY_HAND } from './lab/by-hand.ts';
import { playbookLaw } from './lab/playbook-law.ts';
import { capturedCases } from './lab/playbook-law-hosts.ts';
import type { BrokenLaw } from './lab/playbook-laws.ts';
import { verdictOf } from './lab/verdict-of.ts';

interface Outcome {
  readonly what: string;
  readonly broken: readonly BrokenLaw[];
}

const all = await loadCatalogue();
const outcomes: Outcome[] = [];
/** What every playbook was found to be at the start. */
const starts = new Map<string, Set<string | null>>(all.map(({ id }) => [id, new Set()]));

// Not in the tests: from the first of them on the runner watches every promise, which takes longer than the laws.
for (const { name, base, selection } of await capturedCases(all)) {
  const start = await scan(base, { ...selection, playbooks: all });
  for (const playbook of all) {
    const alone = { ...selection, playbooks: [playbook] };
    const { broken } = await playbookLaw({ base, selection: alone, others: all, start });
    outcomes.push({ what: `${playbook.id} on a capture of ${name}`, broken });
    starts.get(playbook.id)?.add(verdictOf(playbook.id, start));
  }
}

for (const { what, broken } of outcomes) test(what, () => assert.deepEqual(broken, []));

for (const { id } of all) {
  const wrong = BY_HAND.includes(id) ? 'manual' : 'unmet';
  test(`${id} was met somewhere from the start, and ${wrong} somewhere else`, () => {
    const found = starts.get(id) ?? new Set();
    assert.ok(found.has('met'), 'nowhere met: put it right on test/real/hosts/already-hardened.ts');
    assert.ok(found.has(wrong), `nowhere ${wrong}: add a host to test/real/hosts that is`);
    if (wrong === 'manual') assert.equal(found.has('unmet'), false, 'it is no longer by hand only');
  });
}
