import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SshLogin } from '../../../src/facts/ssh-login.ts';
import { sshLogin } from '../../../src/guards/ssh-login.ts';
import type { Change } from '../../../src/model/change.ts';
import type { Use } from '../../../src/model/playbook.ts';
import type { Allowance } from '../../../src/model/policy.ts';

type Logins = Readonly<Record<string, SshLogin['admitted']>>;
const DROP_IN = '/etc/ssh/sshd_config.d/00-x.conf';

/** Facts by name; a login that nobody expected to be tried is an error. */
function facts(
  logins: Logins,
  invoker: string | null = null,
  runs = true,
  root: readonly string[] = ['root', 'ci', 'op'],
): Use {
  const known = new Map<string, unknown>([
    ['runs-sshd', runs],
    ['invoker', invoker],
    [
      'account-access 2026-01-02',
      ['root', 'ci', 'op'].map((name) => ({
        name,
        uid: name === 'root' ? 0 : 1000,
        sudo: name === 'root' ? null : { isOpen: root.includes(name) },
      })),
    ],
    ['users', ['root', 'ci', 'op'].map((name) => ({ name }))],
    [`text-file ${DROP_IN}`, 'DenyUsers ci\n'],
  ]);
  for (const [user, admitted] of Object.entries(logins)) {
    known.set(`ssh-login ${user}`, { admitted, why: admitted === 'wholly' ? '' : 'listed in DenyUsers' });
  }
  return <T>({ name }: { readonly name: string }) => {
    assert.ok(known.has(name), `${name} was asked for`);
    return Promise.resolve(known.get(name) as T);
  };
}

function changeOf(key: string): Change {
  const parts = [{ playbook: 'ssh/authentication' as const, before: null, after: null }];
  return { number: 1, kind: 'entry', key, before: null, after: null, undo: 'exact', parts, effects: [] };
}

async function whyOf(
  now: Use,
  planned: Use,
  allow: readonly Allowance[] = [],
  key = DROP_IN,
): Promise<string | null> {
  const identity = { type: 'live', machine: null, root: '/' } as const;
  const [refusal] = await sshLogin({
    now,
    planned,
    changes: [changeOf(key)],
    identity,
    allow,
    today: '2026-01-02',
  });
  if (refusal === undefined) return null;
  assert.ok(refusal.code === 'guard');
  return `${refusal.args.object} ${refusal.args.why}`;
}

test('it suffices that one who could log in still can', async () => {
  const now = facts({ root: 'no', ci: 'wholly', op: 'partly' });
  assert.equal(await whyOf(now, facts({ ci: 'wholly' })), null);
  assert.equal(await whyOf(now, facts({ ci: 'no', op: 'partly' })), null);
  assert.equal(await whyOf(now, facts({ ci: 'no', op: 'wholly' })), null);
  assert.equal(
    await whyOf(now, facts({ root: 'wholly', ci: 'no', op: 'no' })),
    `user:ci nobody could log in by SSH any more, not even ci: listed in DenyUsers (${DROP_IN}:1)`,
  );
  assert.match((await whyOf(now, facts({ ci: 'partly', op: 'no' }))) ?? '', /^user:ci nobody/);
});

test('whoever runs this is among them', async () => {
  const now = facts({ root: 'no', ci: 'wholly', op: 'wholly' }, 'op');
  const planned = facts({ ci: 'wholly', op: 'no' });
  assert.match((await whyOf(now, planned)) ?? '', /^user:op you are logged in as op .*: listed in DenyUsers/);
  assert.equal(await whyOf(now, planned, ['remove-invoking-user']), null);
  // Who could not before, such as somebody at the console, loses nothing.
  assert.equal(
    await whyOf(facts({ root: 'no', ci: 'wholly', op: 'no' }, 'op'), facts({ ci: 'wholly' })),
    null,
  );
});

test('it has no say where nobody is let in now, nothing can be tried, or nothing that matters changes', async () => {
  assert.equal(await whyOf(facts({ root: 'no', ci: 'no', op: 'no' }), facts({})), null);
  assert.equal(await whyOf(facts({}, null, false), facts({})), null);
  const unasked: Use = ({ name }) => assert.fail(`${name} was asked for`);
  for (const key of ['/etc/sysctl.d/x.conf', '/etc/passwd-', '/etc/group.d', '/srv/etc/ssh/x'])
    assert.equal(await whyOf(unasked, unasked, [], key), null);
  const now = facts({ root: 'wholly', ci: 'no', op: 'no' });
  for (const key of ['/etc/shadow', '/etc/pam.d/sshd', '/etc/security/access.conf', '/etc/hosts.deny'])
    assert.match((await whyOf(now, facts({ root: 'no' }), [], key)) ?? '', new RegExp(`\\(${key}\\)$`));
});

test('one of those who can become root can log in as before', async () => {
  const bare = (logins: Logins) => facts(logins, null, true, []);
  const now = bare({ root: 'wholly', ci: 'wholly', op: 'no' });
  assert.match(
    (await whyOf(now, bare({ root: 'no', ci: 'wholly' }))) ?? '',
    /^user:root nobody who could log in by SSH could become root any more, not even root: listed/,
  );
  assert.equal(await whyOf(now, facts({ root: 'no', ci: 'wholly' })), null);
  assert.equal(await whyOf(bare({ root: 'no', ci: 'wholly', op: 'no' }), bare({ ci: 'wholly' })), null);
  // The account keeps its login, and loses sudo in the same plan.
  const sudo = facts({ root: 'no', ci: 'wholly', op: 'no' });
  assert.match((await whyOf(sudo, bare({ ci: 'wholly' }))) ?? '', /not even ci: ci could not become root/);
});
