import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dockerBinaries } from '../../../src/facts/docker-binaries.ts';
import { dockerFiles } from '../../../src/facts/docker-files.ts';
import { createMemoryHost } from '../../../src/host/memory-host.ts';
import { readFacts } from '../../cases/read-facts.ts';

test('programs: each file once, wherever links and units lead', async () => {
  const host = createMemoryHost({
    type: 'image',
    entries: {
      '/bin': { link: 'usr/bin' },
      '/usr/bin/docker': 'x',
      '/usr/sbin/dockerd': 'x',
      '/usr/local/bin/docker': { link: '/usr/bin/docker' },
      '/usr/sbin/runc': { link: '/opt/runc/bin/runc' },
      '/opt/runc/bin/runc': 'x',
      '/usr/bin/ctr': { directory: true },
      '/opt/containerd/bin/containerd': 'x',
      '/etc/systemd/system/containerd.service': '[Service]\nExecStart=-/opt/containerd/bin/containerd\n',
    },
  });
  assert.deepEqual((await readFacts(host, { found: dockerBinaries })).found, [
    { path: '/opt/containerd/bin/containerd', name: 'containerd' },
    { path: '/opt/runc/bin/runc', name: 'runc' },
    { path: '/usr/bin/docker', name: 'docker' },
    { path: '/usr/sbin/dockerd', name: 'dockerd' },
  ]);
});

test('files: only those that are there, the data root from the configuration', async () => {
  const host = createMemoryHost({
    type: 'image',
    entries: {
      '/etc/docker/daemon.json': '{"data-root": "/srv/docker"}',
      '/srv/docker': { directory: true },
      '/var/lib/docker': { directory: true },
      '/usr/lib/systemd/system/docker.service': '[Service]\nExecStart=/usr/bin/dockerd\n',
      '/etc/systemd/system/docker.service.d/a.conf': '[Service]\n',
      '/etc/systemd/system/docker.socket': { link: '/dev/null' },
    },
  });
  assert.deepEqual((await readFacts(host, { found: dockerFiles })).found, [
    { path: '/etc/docker', type: 'dir', isData: false },
    { path: '/etc/docker/daemon.json', type: 'path', isData: false },
    { path: '/etc/systemd/system', type: 'dir', isData: false },
    { path: '/srv/docker', type: 'dir', isData: true },
    { path: '/usr/lib/systemd/system/docker.service', type: 'path', isData: false },
  ]);
});
