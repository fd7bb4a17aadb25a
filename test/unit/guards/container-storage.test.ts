import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guarded } from './guarded.ts';

const MODULES = '/etc/modprobe.d/cis.conf';
const docker = {
  '/usr/lib/systemd/system/docker.service': '[Service]\nExecStart=/usr/bin/dockerd --data-root /srv/docker\n',
  '/srv/docker': { link: '/data/docker' },
  '/data/docker': { directory: true },
  '/var/lib/containerd': { directory: true },
} as const;

test("nothing below Docker's data or containerd's is changed, by whatever name", async () => {
  for (const key of [
    '/srv/docker/volumes/a',
    '/data/docker',
    '/data/docker/x',
    '/var/lib/containerd/y',
  ] as const)
    assert.match(
      (await guarded({ host: docker, plan: { [key]: '' } })).join(),
      /^container-storage file:\/\S+: it is below/,
    );
  assert.deepEqual(await guarded({ host: docker, plan: { '/data/docker/x': '' } }), [
    "container-storage file:/data/docker/x: it is below /data/docker, which is Docker's own data: containers would find other files than were written for them",
  ]);
  assert.deepEqual(await guarded({ host: docker, plan: { '/data/docker-x': '', '/var/lib/y': '' } }), []);
});

test('overlay can be loaded as before, in whatever words it would be switched off', async () => {
  for (const line of [
    'install overlay /bin/false',
    '  blacklist\toverlay',
    'install overlayfs /bin/true # CIS 1.1.1.6',
    'alias fs-overlay off',
  ])
    assert.deepEqual(
      await guarded({ host: docker, plan: { [MODULES]: `install cramfs /bin/false\n${line}\n` } }),
      [
        `container-storage file:${MODULES}: the module overlay could not be loaded any more, and no container would start after the next boot`,
      ],
      line,
    );
  for (const text of [
    'install cramfs /bin/false\n',
    '# blacklist overlay\n',
    'options overlay metacopy=off\n',
  ])
    assert.deepEqual(await guarded({ host: docker, plan: { [MODULES]: text } }), [], text);
});

test('what is off already is no worse, and without Docker it is nobody’s business', async () => {
  const off = { [MODULES]: 'blacklist overlay\n' };
  assert.deepEqual(
    await guarded({ host: { ...docker, ...off }, plan: { [MODULES]: 'blacklist overlay\n# x\n' } }),
    [],
  );
  assert.deepEqual(await guarded({ host: {}, plan: { ...off, '/var/lib/docker-x': '' } }), []);
});
