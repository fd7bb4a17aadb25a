import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Playbook } from '../../../src/model/playbook.ts';
import { Refused } from '../../../src/model/refusal.ts';
import { selectPlaybooks } from '../../../src/policy/select-playbooks.ts';

const playbooks: readonly Pick<Playbook, 'id' | 'profiles'>[] = [
  { id: 'audit/docker-files', profiles: ['baseline', 'container-host'] },
  { id: 'audit/rules-immutable', profiles: ['strict'] },
  { id: 'network/icmp-redirects', profiles: ['baseline'] },
];
const select = (
  ...args: [readonly string[], Parameters<typeof selectPlaybooks>[2], skip?: readonly string[]]
) => selectPlaybooks(playbooks, ...args).map(({ id }) => id);

test('all of a profile, globs within it, ids whatever it is', () => {
  assert.deepEqual(select([], null).length, 3);
  assert.deepEqual(select([], 'baseline'), ['audit/docker-files', 'network/icmp-redirects']);
  assert.deepEqual(select(['audit/*'], 'baseline'), ['audit/docker-files']);
  assert.deepEqual(select(['network/icmp-redirects', 'audit/rules-immutable'], 'container-host'), [
    'audit/rules-immutable',
    'network/icmp-redirects',
  ]);
  assert.deepEqual(select(['audit/docker-files', 'audit/*'], null), [
    'audit/docker-files',
    'audit/rules-immutable',
  ]);
});

test('what is skipped is left out unless its whole id is named', () => {
  const skip = ['audit/docker-files'];
  assert.deepEqual(select([], null, skip), ['audit/rules-immutable', 'network/icmp-redirects']);
  assert.deepEqual(select(['audit/*'], null, skip), ['audit/rules-immutable']);
  assert.deepEqual(select(['audit/docker-files'], null, skip), skip);
  assert.deepEqual(select(['audit/docker-*'], null, skip), []);
});

test('what matches nothing is refused with the nearest spelling', () => {
  const refused = (id: string, nearest: string) =>
    assert.throws(
      () => select([id], 'baseline'),
      (error) => {
        assert.ok(error instanceof Refused);
        assert.deepEqual(error.refusal, { code: 'unknown-playbook', args: { id, nearest } });
        return true;
      },
    );
  refused('audit/docker-flies', 'audit/docker-files');
  refused('ssh/*', '');
  refused('audit.docker-files', 'audit/docker-files');
  refused('', '');
});
