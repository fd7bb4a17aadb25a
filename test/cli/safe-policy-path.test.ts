import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safePolicyPath } from '../../src/cli/safe-policy-path.ts';
import { readSelection } from '../../src/cli/selection.ts';
import { createMemoryHost, type WrittenHost } from '../../src/host/memory-host.ts';
import { Refused } from '../../src/model/refusal.ts';

const POLICY = '/etc/holdfast/policy.ini';
type Entries = NonNullable<WrittenHost['entries']>;

/** The path that is read, or why none is. */
async function answer(entries: Entries): Promise<string | null> {
  try {
    return await safePolicyPath(createMemoryHost({ entries }), POLICY);
  } catch (error) {
    if (!(error instanceof Refused) || error.refusal.code !== 'policy') throw error;
    return error.refusal.args.why;
  }
}

test('root takes a policy that only root can have written', async () => {
  const sticky = { directory: true, mode: 0o1777 } as const;
  for (const [entries, path] of [
    [{ [POLICY]: '' }, POLICY],
    [{ '/etc/holdfast': sticky, [POLICY]: '' }, POLICY],
    [{ [POLICY]: { link: '../site/policy.ini' }, '/etc/site/policy.ini': '' }, '/etc/site/policy.ini'],
    // Who could make one does not matter while there is none: nothing is read.
    [{ '/etc/holdfast': { directory: true, mode: 0o777 } }, null],
    [{}, null],
  ] as const satisfies readonly (readonly [Entries, string | null])[]) {
    assert.equal(await answer(entries), path);
  }
});

test('what others can write, or put in its place, is refused and named', async () => {
  const open = { directory: true, mode: 0o777 } as const;
  const cases: readonly (readonly [Entries, RegExp])[] = [
    [{ [POLICY]: { link: 'nothing' } }, /^it is a link to nothing$/],
    [{ [POLICY]: { uid: 1000 } }, /^it belongs to uid 1000, not to root$/],
    [{ [POLICY]: { mode: 0o664 } }, /^it can be written by others than root$/],
    [{ [POLICY]: { mode: 0o646 } }, /^it can be written/],
    [{ '/etc/holdfast': open, [POLICY]: '' }, /^\/etc\/holdfast can be written/],
    [{ '/etc/holdfast': { directory: true, mode: 0o775 }, [POLICY]: '' }, /^\/etc\/holdfast can be/],
    [{ '/etc': { directory: true, uid: 1000 }, [POLICY]: '' }, /^\/etc belongs to uid 1000/],
    [{ [POLICY]: { link: '/srv/p.ini' }, '/srv': open, '/srv/p.ini': '' }, /^\/srv can be written/],
    [
      { '/etc/holdfast': open, [POLICY]: { link: '/srv/p.ini' }, '/srv/p.ini': '' },
      /^\/etc\/holdfast can be written/,
    ],
    [
      { [POLICY]: { link: '/srv/a' }, '/srv': open, '/srv/a': { link: '/opt/p' }, '/opt/p': '' },
      /^\/srv can be written/,
    ],
    [{ [POLICY]: { link: '/opt/p', uid: 1000 }, '/opt/p': '' }, /policy\.ini belongs to uid 1000/],
  ];
  for (const [entries, why] of cases) assert.match((await answer(entries)) ?? 'none', why);
});

test('a dockerd that cannot be looked at counts as Docker', async () => {
  const profile = async (entries: Entries) =>
    (await readSelection([], createMemoryHost({ entries }), [], {})).selection.profile;
  assert.equal(await profile({ '/usr/bin/dockerd': { link: 'dockerd' } }), 'container-host');
  assert.equal(await profile({ '/usr/bin/dockerd': '' }), 'container-host');
  assert.equal(await profile({}), 'baseline');
});
