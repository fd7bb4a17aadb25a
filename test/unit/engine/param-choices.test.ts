import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paramChoices } from '../../../src/engine/param-choices.ts';
import { createMemoryHost } from '../../../src/host/memory-host.ts';
import type { Fact } from '../../../src/model/playbook.ts';
import { Refused } from '../../../src/model/refusal.ts';
import { playbook } from '../report/samples.ts';

const names: Fact<readonly string[]> = { name: 'names', read: async () => ['ci'] };
const unread: Fact<readonly string[]> = {
  name: 'unread',
  read: async () => {
    throw new Refused({ code: 'not-root', args: { path: '/etc/shadow' } });
  },
};
const choices = ({ facts }: { facts: object }) => ({ p: Object.values(facts).flat() });

test('from the facts; nothing where there is nothing to choose from, or it cannot be read', async () => {
  const host = createMemoryHost();
  assert.deepEqual(await paramChoices(host, { ...playbook, facts: { names }, choices }), { p: ['ci'] });
  assert.deepEqual(await paramChoices(host, { ...playbook, facts: { names, unread }, choices }), {});
  assert.deepEqual(await paramChoices(host, { ...playbook, facts: { names } }), {});
});

test('a fact that is spared is not read: null stands in its place', async () => {
  const spared = { ...playbook, facts: { unread }, spares: () => ['unread'] as never, choices };
  assert.deepEqual(await paramChoices(createMemoryHost(), spared), { p: [null] });
});
