import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountSources } from '../../../src/facts/account-sources.ts';
import { dockerSocketAcl } from '../../../src/facts/docker-socket-acl.ts';
import { groupSecrets } from '../../../src/facts/group-secrets.ts';
import { groups } from '../../../src/facts/groups.ts';
import { processes } from '../../../src/facts/processes.ts';
import { users } from '../../../src/facts/users.ts';
import { createMemoryHost, type WrittenHost } from '../../../src/host/memory-host.ts';
import type { Fact, Use } from '../../../src/model/playbook.ts';

const use =
  (written: WrittenHost): Use =>
  <T>(fact: Fact<T>): Promise<T> =>
    fact.read(createMemoryHost(written), use(written));

test('absent files are empty ones', async () => {
  const read = use({ type: 'image' });
  assert.deepEqual(await read(groups), []);
  assert.deepEqual(await read(users), []);
  assert.deepEqual(await read(groupSecrets), []);
  assert.deepEqual(await read(accountSources), { passwd: ['files'], group: ['files'] });
  assert.deepEqual(await read(dockerSocketAcl), []);
});

test('a broken line is refused with path and line, and without its text', async () => {
  const read = use({
    entries: {
      '/etc/group': '\nx\n',
      '/etc/passwd': 'root:x:0\n',
      '/etc/gshadow': 'a:!::\ndocker:$6$SECRET\n',
    },
  });
  const cases: [Fact<unknown>, string, number][] = [
    [groups, '/etc/group', 2],
    [users, '/etc/passwd', 1],
    [groupSecrets, '/etc/gshadow', 2],
  ];
  for (const [fact, path, line] of cases) {
    await assert.rejects(
      read(fact),
      (error: { refusal: { code: string; args: object }; message: string }) => {
        assert.equal(error.refusal.code, 'malformed');
        assert.deepEqual({ ...error.refusal.args, why: '' }, { path, line, why: '' });
        assert.doesNotMatch(error.message, /SECRET/);
        return true;
      },
    );
  }
});

test('login asks the sources of initgroups, too', async () => {
  const read = use({
    entries: { '/etc/nsswitch.conf': 'passwd: files systemd\ngroup: files\ninitgroups: files ldap\n' },
  });
  assert.deepEqual(await read(accountSources), { passwd: ['files', 'systemd'], group: ['files', 'ldap'] });
});

test('an image has no processes, and a host that cannot tell them refuses', async () => {
  assert.equal(await use({ type: 'image' })(processes), null);
  await assert.rejects(use({})(processes), {
    refusal: { code: 'not-observable', args: { what: '{"type":"processes"}' } },
  });
});

test('the list of the socket is read from its attribute', async () => {
  const list = Buffer.from('0200000002000600e8030000', 'hex').toString('base64');
  const read = use({ entries: { '/run/docker.sock': { xattrs: { 'system.posix_acl_access': list } } } });
  assert.deepEqual(await read(dockerSocketAcl), [{ type: 'user', id: 1000, permissions: 6 }]);
});
