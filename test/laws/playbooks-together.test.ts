import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadCatalogue } from '../../src/cli/catalogue.ts';
import { playbookLaw } from './lab/playbook-law.ts';
import { capturedCases } from './lab/playbook-law-hosts.ts';
import { playbookOrderLaw } from './lab/playbook-law-order.ts';
import type { BrokenLaw } from './lab/playbook-laws.ts';

// A file of its own, so that another core is at it. Not in the tests, as in every-playbook.test.ts.
const all = await loadCatalogue();
const outcomes: { readonly what: string; readonly broken: readonly BrokenLaw[] }[] = [];
for (const { name, base, selection } of await capturedCases(all)) {
  const { broken } = await playbookLaw({ base, selection, others: all });
  outcomes.push({ what: `all together on a capture of ${name}`, broken });
  const inAnyOrder = await playbookOrderLaw(base, selection);
  outcomes.push({ what: `in any order on a capture of ${name}`, broken: inAnyOrder });
}

for (const { what, broken } of outcomes) test(what, () => assert.deepEqual(broken, []));
