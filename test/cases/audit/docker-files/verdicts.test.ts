import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/audit/docker-files.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import { readFacts } from '../../read-facts.ts';
import { withWishes } from '../../with-wishes.ts';

const HOST: WrittenHost = {
  entries: {
    '/usr/sbin/auditctl': 'x',
    '/etc/audit/rules.d': { directory: true },
    '/etc/docker/daemon.json': '{}',
    '/var/lib/docker': { directory: true },
    '/run/docker.sock': 'socket',
    '/run/containerd/containerd.sock': 'socket',
    '/usr/lib/systemd/system/docker.service': '[Service]\nExecStart=/usr/bin/dockerd\n',
  },
  observations: [
    [{ type: 'command', argv: ['/usr/sbin/auditctl', '-s'] }, 'enabled 1\nfailure 1\n'],
    [{ type: 'processes' }, '[]'],
  ],
};

async function assess(written: WrittenHost, dataRoot = 'people') {
  const facts = await readFacts(createMemoryHost(written), playbook.facts);
  return playbook.assess({ facts, params: { 'data-root': dataRoot } });
}

test('what is there is watched; what a service makes below /run is left to a person', async () => {
  const found = await assess(HOST);
  assert.deepEqual(
    found.map(({ object, verdict }) => `${object} ${verdict}`),
    [
      'file:/etc/docker unmet',
      'file:/etc/docker/daemon.json unmet',
      'file:/run/containerd manual',
      'file:/run/containerd/containerd.sock manual',
      'file:/run/docker.sock unmet',
      'file:/usr/lib/systemd/system/docker.service unmet',
      'file:/var/lib/docker unmet',
    ],
  );
  const lines = found
    .flatMap(({ wishes }) => wishes.map(({ part }) => part))
    .filter((part) => part?.startsWith('audit:'));
  const keys = '-k docker -k holdfast-docker-files';
  assert.deepEqual(lines, [
    `audit:-a always,exit -F dir=/etc/docker -F perm=wa ${keys}`,
    `audit:-a always,exit -F path=/etc/docker/daemon.json -F perm=wa ${keys}`,
    `audit:-a always,exit -F path=/run/docker.sock -F perm=wa ${keys}`,
    `audit:-a always,exit -F path=/usr/lib/systemd/system/docker.service -F perm=wa ${keys}`,
    `audit:-a always,exit -F dir=/var/lib/docker -F perm=wa -F auid>=1000 -F auid!=unset ${keys}`,
  ]);
  const after = await assess(withWishes(HOST, found));
  assert.deepEqual(
    after.map(({ verdict }) => verdict),
    ['met', 'met', 'manual', 'manual', 'met', 'met', 'met'],
  );
});

test('what a person loads below /run is enough', async () => {
  const live = { 'audit-rule': ['-w /run/containerd -p wa -k docker'] };
  const found = await assess({ ...HOST, live });
  const below = found.filter(({ object }) => object.startsWith('file:/run/containerd'));
  assert.deepEqual(
    below.map(({ verdict }) => verdict),
    ['met', 'met'],
  );
});

test('the data root: by people, by everyone, not at all', async () => {
  const data = async (root: string, rules: string) => {
    const entries = { ...HOST.entries, '/etc/audit/rules.d/10-a.rules': `${rules}\n` };
    const found = await assess({ ...HOST, entries, live: { 'audit-rule': [rules] } }, root);
    return found.find(({ object }) => object === 'file:/var/lib/docker')?.verdict;
  };
  const everyone = '-w /var/lib/docker -p wa';
  const people = '-a always,exit -S all -F dir=/var/lib/docker -F perm=wa -F auid>=1000 -F auid!=-1';
  assert.equal(await data('people', everyone), 'met');
  assert.equal(await data('people', people), 'met');
  assert.equal(await data('all', everyone), 'met');
  assert.equal(await data('all', people), 'unmet');
  assert.equal(await data('none', people), undefined);
});
