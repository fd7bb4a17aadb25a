import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aHost } from './a-host.ts';
import { guarded } from './guarded.ts';

const HASH = '$y$hash';
const KEY = 'ssh-ed25519 AAAA\n';
const RULE = '/etc/sudoers.d/90-ci';
const host = aHost('root *', `alice ${HASH}`, 'ci !');
const shadow = (...accounts: readonly string[]) => ({ '/etc/shadow': aHost(...accounts)['/etc/shadow'] });

test('the last account with a password and a rule is kept, by name, file and line', async () => {
  assert.deepEqual(await guarded({ host, plan: { '/etc/group': 'root:x:0:\nsudo:x:27:\n' } }), [
    'can-become-root user:alice: nobody could become root any more: alice can now (/etc/sudoers, line 2: %sudo ALL=(ALL) ALL), and then could not (/etc/sudoers: no rule lets it run a shell as root)',
  ]);
  assert.deepEqual(await guarded({ host, plan: shadow('root *', `alice !${HASH}`, 'ci !') }), [
    'can-become-root user:alice: nobody could become root any more: alice can now (/etc/sudoers, line 2: %sudo ALL=(ALL) ALL), and then could not (/etc/shadow, line 2: alice has no password that it could give)',
  ]);
});

test('locking, expiring, a shell that is none, no account, no sudo: each of them is noticed', async () => {
  const plans = {
    expired: shadow('root *', `alice ${HASH} 1`),
    'expires that day': shadow('root *', `alice ${HASH} 20455`),
    'no shell': { '/etc/passwd': aHost('root *', 'alice * 1 /usr/sbin/nologin')['/etc/passwd'] },
    gone: { '/etc/passwd': aHost('root *')['/etc/passwd'] },
    'no sudo': { '/usr/bin/sudo': null },
    'a rule for something else': { '/etc/sudoers': 'alice ALL=/usr/bin/docker\n' },
    "root's password asked": { '/etc/sudoers': 'Defaults rootpw\nalice ALL=ALL\n' },
  };
  for (const [what, plan] of Object.entries(plans)) {
    const [refusal, ...more] = await guarded({ host, plan });
    assert.match(refusal ?? '', /^can-become-root user:alice/, what);
    assert.deepEqual(more, [], what);
  }
});

test('somebody is left: root with a password or a key, a key with NOPASSWD, another day', async () => {
  const plans = {
    "root's password": shadow(`root ${HASH}`, 'alice !', 'ci !'),
    'expires later': shadow('root *', `alice ${HASH} 20456`, 'ci !'),
    "root's key": { ...shadow('root *', 'alice !'), '/root/.ssh/authorized_keys': KEY },
    'a key and a rule without a password': {
      ...shadow('root *', 'alice !', 'ci !'),
      [RULE]: 'ci ALL=(ALL) NOPASSWD: ALL\n',
      '/home/ci/.ssh/authorized_keys': KEY,
    },
    "su without root's password, but with root's rule": {
      '/etc/sudoers': 'alice ALL=(root) /usr/bin/su\n',
    },
  };
  for (const [what, plan] of Object.entries(plans)) assert.deepEqual(await guarded({ host, plan }), [], what);
});

test('a key alone is no password for sudo, and a rule without a password alone is no login', async () => {
  const key = { '/home/alice/.ssh/authorized_keys': KEY };
  const locked = shadow('root *', `alice !${HASH}`, 'ci !');
  assert.equal((await guarded({ host, plan: { ...locked, ...key } })).length, 1);
  assert.equal((await guarded({ host, plan: { ...locked, [RULE]: 'ci ALL=NOPASSWD: ALL\n' } })).length, 1);
  assert.equal(
    (
      await guarded({
        host,
        plan: { ...locked, [RULE]: 'ci ALL=NOPASSWD: ALL\n', '/home/ci/.ssh/authorized_keys': '' },
      })
    ).length,
    1,
  );
});

test('a key-only account that gets a password asked is cut off', async () => {
  const cloud = {
    ...aHost('root *', 'alice !', 'ci !'),
    [RULE]: 'ci ALL=(ALL) NOPASSWD: ALL\n',
    '/home/ci/.ssh/authorized_keys': KEY,
  };
  assert.deepEqual(await guarded({ host: cloud, plan: { [RULE]: 'ci ALL=(ALL) PASSWD: ALL\n' } }), [
    'can-become-root user:ci: nobody could become root any more: ci can now (/etc/sudoers.d/90-ci, line 1: ci ALL=(ALL) NOPASSWD: ALL), and then could not (/etc/shadow, line 3: ci has no password that it could give)',
  ]);
});

test('a host where nobody can is not made worse, and what does not matter is not looked at', async () => {
  assert.deepEqual(
    await guarded({ host: aHost('root *', 'alice !'), plan: shadow('root *', 'alice *') }),
    [],
  );
  assert.deepEqual(await guarded({ host: aHost('root *', `alice ${HASH} 1`), plan: shadow('root *') }), []);
  const broken = { ...host, '/etc/sudoers': 'alice ALL=(\n' };
  assert.deepEqual(await guarded({ host: broken, plan: { '/etc/motd': '' } }), []);
  assert.match((await guarded({ host: broken, plan: { '/etc/group': '' } })).join(), /^malformed/);
});
