import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aHost } from './a-host.ts';
import { guarded } from './guarded.ts';

const HASH = '$y$hash';
const UNIT = '/etc/systemd/system/app.service';
const host = aHost(`root ${HASH}`, `app ${HASH}`);
const after = (app: string) => {
  const { '/etc/passwd': passwd, '/etc/shadow': shadow } = aHost(`root ${HASH}`, app);
  return { '/etc/passwd': passwd, '/etc/shadow': shadow };
};
const running = [{ uid: 1001 }, { uid: 1001 }, { uid: 0 }];

test('whose processes run is not locked, in whatever way', async () => {
  const said = {
    'app !': '/etc/shadow, line 2: no password',
    [`app ${HASH} 1`]: '/etc/shadow, line 2: expired',
    [`app ${HASH} 99999 /usr/sbin/nologin`]: '/etc/passwd, line 2: shell /usr/sbin/nologin',
  };
  for (const [app, how] of Object.entries(said)) {
    assert.deepEqual(await guarded({ host, plan: after(app), processes: running }), [
      `locked-account-service user:app: app would be locked (${how}), and 2 running processes are its`,
    ]);
  }
});

test('nor whose service is there, by name or by number, also in an image', async () => {
  const found = async (unit: string) =>
    guarded({ host: { ...host, [UNIT]: unit }, plan: after('app ! 1'), image: true });
  assert.deepEqual(await found('[Service]\nUser=app\nExecStart=/bin/app\n'), [
    'locked-account-service user:app: app would be locked (/etc/shadow, line 2: no password; /etc/shadow, line 2: expired), and app.service runs as it (/etc/systemd/system/app.service, line 2: User=app)',
  ]);
  assert.equal((await found('[Service]\nUser=1001\n')).length, 1);
  assert.deepEqual(await found('[Service]\nUser=other\n'), []);
  assert.deepEqual(await found('[Service]\nUser=app\nUser=other\n'), []);
});

test('an account that nothing runs as may be locked, and one that was locked before may run what it does', async () => {
  assert.deepEqual(await guarded({ host, plan: after('app !'), processes: [{ uid: 0 }] }), []);
  const before = aHost(`root ${HASH}`, 'app * 1 /usr/sbin/nologin');
  const plan = after('app ! 2 /bin/false');
  assert.deepEqual(await guarded({ host: before, plan, processes: running }), []);
  assert.deepEqual(await guarded({ host, plan: { '/etc/motd': '' }, processes: running }), []);
});
