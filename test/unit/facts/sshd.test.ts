import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sshd, statementsOf } from '../../../src/facts/sshd.ts';
import { createMemoryHost, type WrittenHost } from '../../../src/host/memory-host.ts';
import { Refused } from '../../../src/model/refusal.ts';
import { readFacts } from '../../cases/read-facts.ts';

const read = async (entries: WrittenHost['entries']) =>
  (await readFacts(createMemoryHost({ entries: { '/usr/sbin/sshd': '', ...entries } }), { sshd })).sshd;
const places = async (entries: WrittenHost['entries']) => {
  const server = await read(entries);
  return server === null ? null : statementsOf(server).map(({ path, line }) => `${path}:${line}`);
};
const MAIN = '/etc/ssh/sshd_config';
const unit = (start: string) => `[Service]\nEnvironmentFile=-/etc/default/ssh\nExecStart=${start}\n`;
const SSH = '/usr/lib/systemd/system/ssh.service';

test('null where sshd is not installed, or has no configuration', async () => {
  assert.equal(await read({}), null);
  const host = createMemoryHost({ entries: { [MAIN]: '' } });
  assert.equal((await readFacts(host, { sshd })).sshd, null);
});

test('files are read where they are included, in the order of their bytes', async () => {
  assert.deepEqual(
    await places({
      [MAIN]: 'Port 1\nInclude sshd_config.d/*.conf "/etc/ssh/more"\nInclude none/*\nPort 2\n',
      '/etc/ssh/sshd_config.d/b.conf': 'Port 3\n',
      '/etc/ssh/sshd_config.d/B.conf': '\nPort 4\n',
      '/etc/ssh/sshd_config.d/.a.conf': 'Port 5\n',
      '/etc/ssh/sshd_config.d/a': 'Port 6\n',
      '/etc/ssh/sshd_config.d/c.conf': { link: '../more' },
      '/etc/ssh/sshd_config.d/d.conf': { link: '/dev/null' },
      '/etc/ssh/sshd_config.d/e.conf': { directory: true },
      '/etc/ssh/more': 'Include /etc/other/[xy]/?\n',
      '/etc/other/y/1': 'Port 7\n',
      '/etc/other/x/2': 'Port 8\n',
      '/etc/other/z/3': 'Port 9\n',
      '/dev/null': '',
    }),
    [
      `${MAIN}:1`,
      '/etc/ssh/sshd_config.d/B.conf:2',
      '/etc/ssh/sshd_config.d/b.conf:1',
      '/etc/other/x/2:1',
      '/etc/other/y/1:1',
      '/etc/other/x/2:1',
      '/etc/other/y/1:1',
      `${MAIN}:4`,
    ],
  );
});

test("options of the unit's command line come first, and may name another file", async () => {
  const entries = {
    [MAIN]: 'Port 1\n',
    '/srv/sshd': 'Port 2\n',
    [SSH]: unit('/usr/sbin/sshd -D $SSHD_OPTS'),
  };
  assert.deepEqual(await places(entries), [`${MAIN}:1`]);
  const flags = { ...entries, '/etc/default/ssh': 'SSHD_OPTS="-o Port=5 -oUsePAM=no -f /srv/sshd"\n' };
  assert.deepEqual(await places(flags), [`${SSH}:3`, `${SSH}:3`, '/srv/sshd:1']);
  const server = await read(flags);
  assert.deepEqual(
    server?.options.map(({ text }) => text),
    ['-o Port=5', '-o UsePAM=no'],
  );
  assert.equal(server?.unit, 'ssh.service');
});

test('what is reloaded is the unit there is', async () => {
  const without = await read({ [MAIN]: '' });
  assert.equal(without?.unit, null);
  const fedora = await read({
    [MAIN]: '',
    '/usr/lib/systemd/system/sshd.service': unit('/usr/sbin/sshd -D'),
  });
  assert.equal(fedora?.unit, 'sshd.service');
  const masked = await read({
    [MAIN]: '',
    [SSH]: unit('/x'),
    '/etc/systemd/system/ssh.service': { link: '/dev/null' },
  });
  assert.equal(masked?.unit, null);
});

test('the vendor’s file counts as long as there is none in /etc', async () => {
  assert.deepEqual(await places({ '/usr/etc/ssh/sshd_config': 'Port 1\n' }), ['/usr/etc/ssh/sshd_config:1']);
  assert.deepEqual(await places({ '/usr/etc/ssh/sshd_config': 'Port 1\n', [MAIN]: '' }), []);
});

test('what sshd would not start with is refused, with its file and line', async () => {
  const refused = (path: string, line: number) => (error: unknown) =>
    error instanceof Refused &&
    error.refusal.code === 'malformed' &&
    error.refusal.args.path === path &&
    error.refusal.args.line === line;
  await assert.rejects(read({ [MAIN]: 'Include x\n', '/etc/ssh/x': '\nMatch\n' }), refused('/etc/ssh/x', 2));
  await assert.rejects(read({ [MAIN]: '\nInclude sshd_config\n' }), refused(MAIN, 2));
  const options = { [MAIN]: '', [SSH]: unit('/usr/sbin/sshd -o PasswordAuthentication=maybe') };
  await assert.rejects(read(options), refused(SSH, 3));
});
