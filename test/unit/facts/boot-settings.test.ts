import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bootSettings } from '../../../src/facts/boot-settings.ts';
import { sysctlConfiguration } from '../../../src/facts/sysctl-configuration.ts';
import { createMemoryHost, type WrittenHost } from '../../../src/host/memory-host.ts';
import { Refused } from '../../../src/model/refusal.ts';
import { readFacts } from '../../cases/read-facts.ts';

const SYSTEMD = { '/usr/lib/systemd/system/systemd-sysctl.service': '[Service]\nExecStart=/x\n' };

async function deciding(entries: NonNullable<WrittenHost['entries']>, ...keys: string[]) {
  const { files } = await readFacts(createMemoryHost({ entries }), { files: sysctlConfiguration });
  const decide = bootSettings(files);
  return keys.map((key) => {
    const by = decide(key);
    return by === null ? null : `${by.value} ${by.source}:${by.line}`;
  });
}

test('systemd: later names win, an earlier directory hides, links to nothing hide too', async () => {
  const entries = {
    ...SYSTEMD,
    '/etc/sysctl.d/10-a.conf': 'a.b = 1\n',
    '/usr/lib/sysctl.d/50-b.conf': 'a.b = 2\n',
    '/etc/sysctl.d/50-b.conf': 'c.d = 2\n',
    '/usr/lib/sysctl.d/90-c.conf': 'a.b = 3\n',
    '/run/sysctl.d/90-c.conf': { link: '/dev/null' },
    '/usr/local/lib/sysctl.d/60-d.conf': 'a.b = 4\n',
    '/usr/lib/sysctl.d/05-early.conf': 'a.b = 8\n',
    '/etc/sysctl.d/.99-hidden.conf': 'a.b = 5\n',
    '/etc/sysctl.d/99-backup.conf.bak': 'a.b = 6\n',
    '/etc/sysctl.conf': 'a.b = 7\n',
  };
  assert.deepEqual(await deciding(entries, 'a/b', 'c/d', 'x/y'), [
    '4 /usr/local/lib/sysctl.d/60-d.conf:1',
    '2 /etc/sysctl.d/50-b.conf:1',
    null,
  ]);
});

test('systemd: what is explicit wins over globs, an exclusion too, an equal line stays where it was', async () => {
  const entries = {
    ...SYSTEMD,
    '/etc/sysctl.d/10-a.conf': 'conf.eth0.x = 1\nconf.*.y = 0\n-conf.eth1.x\n',
    '/etc/sysctl.d/20-b.conf': 'conf.*.x = 0\nconf.e*.y = 1\n',
    '/etc/sysctl.d/30-c.conf': 'conf.*.y = 0\n',
  };
  assert.deepEqual(
    await deciding(entries, 'conf/eth0/x', 'conf/eth1/x', 'conf/all/x', 'conf/eth0/y', 'conf/*/y'),
    [
      '1 /etc/sysctl.d/10-a.conf:1',
      null,
      '0 /etc/sysctl.d/20-b.conf:1',
      '1 /etc/sysctl.d/20-b.conf:2',
      '0 /etc/sysctl.d/10-a.conf:2',
    ],
  );
});

test('systemd: a new value moves a glob to the end', async () => {
  const entries = {
    ...SYSTEMD,
    '/etc/sysctl.d/10-a.conf': 'conf.*.y = 0\nconf.e*.y = 1\n',
    '/etc/sysctl.d/20-b.conf': 'conf.*.y = 2\n',
  };
  assert.deepEqual(await deciding(entries, 'conf/eth0/y'), ['2 /etc/sysctl.d/20-b.conf:1']);
});

test('procps, where systemd is not: /etc/sysctl.conf comes last', async () => {
  const entries = {
    '/etc/sysctl.d/99-a.conf': 'conf.eth0.x = 0\nconf.*.x = 0\n-conf.eth1.*\n',
    '/etc/sysctl.conf': 'conf.eth0.x = 1\n',
  };
  assert.deepEqual(await deciding(entries, 'conf/eth0/x', 'conf/eth1/x', 'conf/eth2/x'), [
    '1 /etc/sysctl.conf:1',
    null,
    '0 /etc/sysctl.d/99-a.conf:2',
  ]);
});

test('ufw sets its own when it is on', async () => {
  const entries = {
    ...SYSTEMD,
    '/etc/sysctl.d/99-a.conf': 'conf.all.x = 0\n',
    '/etc/default/ufw': 'IPT_SYSCTL=/etc/ufw/sysctl.conf\n',
    '/etc/ufw/sysctl.conf': 'conf/all/x=1\n',
  };
  const own = ['0 /etc/sysctl.d/99-a.conf:1'];
  assert.deepEqual(await deciding({ ...entries, '/etc/ufw/ufw.conf': 'ENABLED=no\n' }, 'conf/all/x'), own);
  const on = await deciding({ ...entries, '/etc/ufw/ufw.conf': 'ENABLED=yes\n' }, 'conf/all/x');
  assert.deepEqual(on, ['1 /etc/ufw/sysctl.conf:1']);
});

test('nothing is set where systemd-sysctl is masked', async () => {
  const entries = {
    '/etc/systemd/system/systemd-sysctl.service': { link: '/dev/null' },
    '/etc/sysctl.d/99-a.conf': 'a.b = 0\n',
  };
  assert.deepEqual(await deciding(entries, 'a/b'), [null]);
});

test('a malformed file is a refusal with path and line', async () => {
  await assert.rejects(
    deciding({ '/etc/sysctl.d/99-a.conf': 'a.b = 0\nnonsense\n' }, 'a/b'),
    (error) =>
      error instanceof Refused && error.refusal.code === 'malformed' && error.refusal.args.line === 2,
  );
});
