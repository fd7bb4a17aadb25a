import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WaiverDraft } from '../../../src/cli/guide/dialogue.ts';
import { waiverScreen } from '../../../src/cli/guide/waiver-screen.ts';
import { plan } from '../report/samples.ts';

const ask = (draft: WaiverDraft) => waiverScreen({ plan, playbook: 'a/one', draft }).question;

test('one word after the other; an empty one gives it up', () => {
  const full = { object: 'user:ci', reason: 'r', owner: 'o' };
  const steps: readonly (readonly [WaiverDraft, string, unknown])[] = [
    [{ object: 'user:ci' }, 'r', { do: 'draft', draft: { object: 'user:ci', reason: 'r' } }],
    [{ object: 'user:ci', reason: 'r' }, 'o', { do: 'draft', draft: full }],
    [full, '2030-02-28', { do: 'waive', waiver: { playbook: 'a/one', ...full, until: '2030-02-28' } }],
  ];
  for (const [draft, answer, act] of steps) {
    const asked = ask(draft);
    assert.ok(asked.type === 'type');
    assert.equal(asked.fault(answer), null);
    assert.deepEqual(asked.act(answer), act);
    assert.equal(asked.fault(''), null);
    assert.deepEqual(asked.act(''), { do: 'back' });
  }
  const day = ask(full);
  assert.ok(day.type === 'type');
  assert.match(day.fault('2030-02-30') ?? '', /no day/);
  assert.match(day.fault('2026-11-21') ?? '', /over already/);
  assert.equal(day.fault('2026-11-22'), null);
});

test('what is waived already is not offered, nor what is met', () => {
  const asked = ask({});
  assert.ok(asked.type === 'choose');
  assert.deepEqual(
    asked.choices.map(({ name }) => name),
    ['Back', 'key:net.ipv4.conf.*.send_redirects', 'user:ci', 'directory:/var/lib/docker', 'rules'],
  );
});
