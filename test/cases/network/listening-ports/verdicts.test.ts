import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/network/listening-ports.ts';
import { createMemoryHost } from '../../../../src/host/memory-host.ts';
import type { ListeningSocket } from '../../../../src/model/observation.ts';
import { readFacts } from '../../read-facts.ts';
import { aFilteredHost, listening, SSHD } from '../a-filtered-host.ts';

const NGINX = listening('tcp/80', { path: '/usr/sbin/nginx', unit: 'nginx.service' });
const PROXY = listening('tcp/8080', { path: '/usr/bin/docker-proxy', unit: 'docker.service' });
const LOCAL = [listening('tcp/5432', { address: '127.0.0.1' }), listening('udp/323', { address: '::1' })];

async function assessed(sockets: readonly ListeningSocket[], allowed: readonly string[]) {
  const host = createMemoryHost(aFilteredHost({ sockets: { listening: sockets, peers: [] } }));
  const facts = await readFacts(host, playbook.facts);
  return playbook.assess({ facts, params: { allowed: [...allowed] } });
}
async function said(sockets: readonly ListeningSocket[], allowed: readonly string[]) {
  return (await assessed(sockets, allowed)).map(({ object, verdict }) => `${object} ${verdict}`);
}

test('what is not allowed is named one by one; what is for this machine alone, or of Docker, is not meant', async () => {
  assert.deepEqual(await said([SSHD, NGINX, PROXY, ...LOCAL], ['tcp/22']), ['listener:tcp/80 manual']);
  assert.deepEqual(await said([SSHD, NGINX, PROXY, ...LOCAL], ['tcp/22', 'tcp/80']), ['listeners met']);
  assert.deepEqual(await said([SSHD, NGINX], ['tcp/1-1000']), ['listeners met']);
  assert.deepEqual(await said([SSHD], ['udp/22']), ['listener:tcp/22 manual'], 'of that protocol');
  assert.deepEqual(await said(LOCAL, []), ['listeners met'], 'nothing to decide');
});

test('at one address of its own it listens for others, too, and both families are one port', async () => {
  const six = { ...NGINX, address: '::' };
  const one = listening('tcp/25', { address: '192.0.2.1' });
  assert.deepEqual(await said([NGINX, six, one], ['tcp/22']), [
    'listener:tcp/25 manual',
    'listener:tcp/80 manual',
  ]);
});

test('without a decision everything that listens is proposed', async () => {
  const [param] = await assessed([SSHD, NGINX, ...LOCAL], []);
  assert.deepEqual([param?.object, param?.verdict], ['param:allowed', 'manual']);
  assert.ok(param?.steps?.[0]?.endsWith('allowed = tcp/22, tcp/80'));
  assert.deepEqual(
    param?.evidence.map(({ says }) => says),
    ['tcp/22: sshd (ssh.service) listens at 0.0.0.0', 'tcp/80: nginx (nginx.service) listens at 0.0.0.0'],
  );
});

test('the commands are for the unit that it is', async () => {
  const steps = async (socket: ListeningSocket) =>
    (await assessed([socket], ['tcp/9']))[0]?.steps?.join('\n') ?? '';
  assert.match(await steps(NGINX), /systemctl disable --now nginx\.service, and nginx\.socket first/);
  assert.doesNotMatch(await steps(SSHD), /disable/);
  assert.match(
    await steps(listening('tcp/7', { unit: 'session-4.scope' })),
    /systemctl status session-4\.scope/,
  );
  const held = listening('tcp/631', { path: '/usr/lib/systemd/systemd', unit: 'init.scope' });
  assert.match(await steps(held), /systemctl list-sockets \| grep -w 631/);
  assert.match(await steps({ ...NGINX, programs: [] }), /ss -Hlnp 'sport = 80'/);
  const hostile = listening('tcp/7', { unit: 'a$(id)\u001b.service' });
  assert.ok((await steps(hostile)).includes("disable --now 'a$(id)\u001b.service'"));
});

test('a value that cannot be understood allows nothing', async () => {
  for (const wrong of ['22', 'tcp/0', 'tcp/22@10.0.0.0/8', ''])
    assert.deepEqual(await said([SSHD], [wrong]), ['param:allowed manual'], wrong);
});

test('nothing listens in an image', async () => {
  const facts = await readFacts(createMemoryHost(aFilteredHost({ type: 'image' })), playbook.facts);
  assert.equal(playbook.applies?.({ facts, params: { allowed: [] } }), 'nothing listens in an image');
});
