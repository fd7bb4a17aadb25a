import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFacts } from '../../../src/engine/read-facts.ts';
import { pamAdmits } from '../../../src/guards/pam-admits.ts';
import { createMemoryHost, type WrittenHost } from '../../../src/host/memory-host.ts';
import type { Change } from '../../../src/model/change.ts';
import { PAM, SECURITY } from '../../cases/accounts/pam-host.ts';
import { aHost } from './a-host.ts';
import { guarded as byAllGuards } from './guarded.ts';

type Entries = NonNullable<WrittenHost['entries']>;
const AUTH = '/etc/pam.d/common-auth';
const COUNTING = `auth requisite pam_faillock.so preauth
auth [success=2 default=ignore] pam_unix.so nullok
auth [default=die] pam_faillock.so authfail
auth requisite pam_deny.so
auth required pam_permit.so
`;

async function guarded(after: Entries, before: Entries = PAM) {
  const present = Object.fromEntries(
    Object.entries({ ...before, ...after }).filter(([, entry]) => entry !== 'GONE'),
  );
  const changes: Change[] = Object.keys(after).map((key, i) => ({
    number: i + 1,
    kind: 'entry',
    key,
    before: null,
    after: null,
    undo: 'exact',
    parts: [{ playbook: 'test/plan', before: null, after: null }],
    effects: [],
  }));
  const [now, planned] = [createMemoryHost({ entries: before }), createMemoryHost({ entries: present })];
  const refusals = await pamAdmits({
    now: readFacts(now),
    planned: readFacts(planned),
    changes,
    identity: now.identity,
    allow: [],
    today: '2026-01-02',
  });
  return refusals.map(({ code, args }) => (code === 'guard' ? `${args.object}: ${args.why}` : code));
}

test('a stack that counts failures, with its jumps right, is fine', async () => {
  assert.deepEqual(await guarded({ [AUTH]: COUNTING }), []);
});

test('a line put in by hand, and the jump is too short: nobody could log in', async () => {
  const found = await guarded({ [AUTH]: COUNTING.replace('success=2', 'success=1') });
  assert.deepEqual(
    found.map((each) => each.replace(/: .*/s, '')),
    ['service:other', 'service:sshd', 'service:su', 'service:su-l'],
  );
  assert.ok(
    found.includes(
      'service:sshd: sshd (PAM, auth) would no longer let in whom pam_unix knows: line 4 of /etc/pam.d/common-auth ends it (auth requisite pam_deny.so)',
    ),
    found.join('\n'),
  );
});

test('pam_deny is gone, or jumped over: everybody could log in', async () => {
  for (const text of [
    COUNTING.replace('auth requisite pam_deny.so\n', '').replace('[default=die]', 'required'),
    'auth optional pam_unix.so\nauth required pam_permit.so\n',
    COUNTING.replace('default=ignore', 'default=2'),
  ]) {
    const found = await guarded({ [AUTH]: text });
    assert.ok(
      found.includes('service:su: su (PAM, auth) would let in everybody, with no password or a wrong one'),
      text,
    );
  }
});

test('a module that is not there, a file that is not there, a line that is none', async () => {
  const without = { ...PAM, [`${SECURITY}/pam_faillock.so`]: 'GONE' };
  const present = Object.fromEntries(
    Object.entries(without).filter(([, entry]) => entry !== 'GONE'),
  ) as Entries;
  assert.notDeepEqual(await guarded({ [AUTH]: COUNTING }, present), []);
  assert.ok(
    (await guarded({ '/etc/pam.d/sshd': '@include common-aut\n' })).includes(
      'service:sshd: sshd (PAM, auth) would no longer let in whom pam_unix knows: there is no file common-aut',
    ),
  );
  assert.match(
    (await guarded({ [AUTH]: `${COUNTING}auht required pam_env.so\n` })).join(),
    /line 6 of \/etc\/pam\.d\/common-auth begins with no type/,
  );
  assert.match(
    (await guarded({ '/etc/pam.d/common-account': '' })).join(),
    /sshd \(PAM, account\) would let in accounts that are expired or locked, too/,
  );
});

test('one of two ways in is kept as the other is: whom a directory knows is somebody, too', async () => {
  const two = `auth [success=2 default=ignore] pam_unix.so
auth [success=1 default=ignore] pam_sss.so use_first_pass
auth requisite pam_deny.so
auth required pam_permit.so
`;
  const before = { ...PAM, [AUTH]: two };
  const found = await guarded({ [AUTH]: two.replace('success=1', 'success=ok') }, before);
  assert.match(found.join(), /no longer let in whom pam_sss knows/);
  assert.deepEqual(await guarded({ [AUTH]: COUNTING }, { ...PAM, [AUTH]: COUNTING }), []);
});

test('who asks for more than before is no lock-out, and other changes are none of its business', async () => {
  assert.deepEqual(
    await guarded({
      '/etc/pam.d/su':
        'auth sufficient pam_rootok.so\nauth required pam_wheel.so\n@include common-auth\n@include common-account\n',
    }),
    [],
  );
  assert.deepEqual(await guarded({ [AUTH]: `auth required pam_google_authenticator.so\n${COUNTING}` }), []);
  assert.deepEqual(await guarded({ '/etc/motd': '' }, {}), []);
  assert.deepEqual(await guarded({ [AUTH]: '' }, {}), []);
});

test('whom a stack refuses now for its own mistake is no worse off', async () => {
  const broken = { ...PAM, [AUTH]: 'auth required pam_deny.so\n' };
  assert.deepEqual(
    await guarded({ '/etc/pam.d/su': 'auth required pam_deny.so\n@include common-account\n' }, broken),
    [],
  );
});

test('it is among the guards that every plan passes', async () => {
  const host = { ...aHost('root $y$hash'), ...PAM };
  const refusals = await byAllGuards({ host, plan: { [AUTH]: 'auth required pam_deny.so\n' } });
  assert.ok(
    refusals.some((each) => each.startsWith('pam-admits service:sshd')),
    refusals.join('\n'),
  );
});
