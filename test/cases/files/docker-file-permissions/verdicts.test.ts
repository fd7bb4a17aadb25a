import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/files/docker-file-permissions.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import type { Requirement } from '../../../../src/model/requirement.ts';
import { readFacts } from '../../read-facts.ts';
import { withWishes } from '../../with-wishes.ts';

type Entries = NonNullable<WrittenHost['entries']>;

const SERVICE = '/usr/lib/systemd/system/docker.service';
const MOUNTS = '1 0 8:1 / / rw - ext4 /dev/sda1 rw\n';
const BASE: Entries = {
  '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nalice:x:1000:1000::/home/alice:/bin/bash\n',
  '/etc/group': 'root:x:0:\ndocker:x:999:\nstaff:x:50:\n',
  [SERVICE]: '[Service]\nExecStart=/usr/sbin/dockerd -H fd:// --tlskey /etc/docker/key.pem $DOCKER_OPTS\n',
  '/etc/docker/daemon.json': '{}',
};
const hostWith = (entries: Entries, mountinfo = MOUNTS): WrittenHost => ({
  entries: { ...BASE, ...entries },
  observations: [
    [{ type: 'processes' }, '[]'],
    [{ type: 'proc', path: 'self/mountinfo' }, mountinfo],
  ],
});

async function assess(host: WrittenHost): Promise<readonly Requirement[]> {
  return playbook.assess({ facts: await readFacts(createMemoryHost(host), playbook.facts), params: {} });
}
const wrong = (found: readonly Requirement[]) =>
  Object.fromEntries(
    found.filter(({ verdict }) => verdict !== 'met').map(({ object, verdict }) => [object, verdict]),
  );
const of = (found: readonly Requirement[], object: string): Requirement => {
  const requirement = found.find((each) => each.object === object);
  assert.ok(requirement, object);
  return requirement;
};
const wishesOf = (found: readonly Requirement[]) =>
  found.flatMap(({ wishes }) => wishes.map(({ key, part, desired }) => [key, part, desired]));

test('applies where Docker has a file', async () => {
  const applies = async (entries: Entries) => {
    const host = createMemoryHost({ ...hostWith({}), entries });
    return playbook.applies?.({ facts: await readFacts(host, playbook.facts), params: {} });
  };
  assert.equal(await applies({}), 'Docker is not installed');
  assert.equal(await applies({ [SERVICE]: '[Service]\nExecStart=/usr/bin/dockerd\n' }), true);
});

test('what packages leave is right, and so is less', async () => {
  assert.deepEqual(wrong(await assess(hostWith({}))), {});
  const tight = hostWith({ '/etc/docker/daemon.json': { content: '{}', mode: 0o600 } });
  assert.deepEqual(wrong(await assess(tight)), {});
});

test('a mode is a set of bits: what is open to others is closed to them, and nothing is added', async () => {
  for (const [mode, desired] of [
    [0o666, 0o644],
    [0o606, 0o604],
    [0o626, 0o604],
    [0o664, 0o644],
    [0o602, 0o600],
    [0o4755, 0o644],
  ] as const) {
    const found = await assess(hostWith({ '/etc/docker/daemon.json': { content: '{}', mode } }));
    assert.deepEqual(wishesOf(found), [['/etc/docker/daemon.json', 'mode', desired]], mode.toString(8));
  }
});

test('every drop-in counts, not the unit file alone, and so do the directories of drop-ins', async () => {
  const found = await assess(
    hostWith({
      '/etc/systemd/system/docker.service.d': { directory: true, mode: 0o777 },
      '/etc/systemd/system/docker.service.d/10-a.conf': { content: '[Service]\n', mode: 0o666 },
      '/run/systemd/system/docker.service.d/b.conf': { content: '[Service]\n', mode: 0o646 },
      '/usr/lib/systemd/system/docker.socket': { content: '[Socket]\n', mode: 0o660 },
      '/etc/systemd/system/containerd.service': { content: '[Service]\n', uid: 1000, gid: 50 },
    }),
  );
  assert.deepEqual(wishesOf(found), [
    ['/etc/systemd/system/containerd.service', 'owner', 0],
    ['/etc/systemd/system/containerd.service', 'group', 0],
    ['/etc/systemd/system/docker.service.d', 'mode', 0o755],
    ['/etc/systemd/system/docker.service.d/10-a.conf', 'mode', 0o644],
    ['/usr/lib/systemd/system/docker.socket', 'mode', 0o640],
  ]);
  // What is made anew at each boot would be open again, and cannot be put back after one.
  assert.deepEqual(of(found, 'file:/run/systemd/system/docker.service.d/b.conf').steps, [
    'chmod 0644 /run/systemd/system/docker.service.d/b.conf',
    'find out what makes /run/systemd/system/docker.service.d/b.conf at each boot, and correct that',
  ]);
});

test('a drop-in that another of the same name hides, and a masked unit, are not read and not judged', async () => {
  const found = await assess(
    hostWith({
      '/etc/systemd/system/docker.service.d/a.conf': { link: '/dev/null' },
      '/dev/null': { mode: 0o666 },
      '/usr/lib/systemd/system/docker.service.d/a.conf': { content: '[Service]\n', mode: 0o666 },
      '/etc/systemd/system/docker.socket': { link: '/dev/null' },
    }),
  );
  assert.deepEqual(wrong(found), {});
});

test('keys and certificates are where flags and daemon.json say, not where they usually are', async () => {
  const found = await assess(
    hostWith({
      '/etc/docker/daemon.json': '{"tlscert": "/srv/tls/cert.pem", "tlscacert": "/srv/tls/../ca.pem"}',
      '/etc/docker/key.pem': { content: 'k', mode: 0o640 },
      '/srv/tls/cert.pem': { content: 'c', mode: 0o666 },
      '/srv/ca.pem': { content: 'c', mode: 0o666 },
    }),
  );
  assert.deepEqual(wishesOf(found), [
    ['/etc/docker/key.pem', 'mode', 0o400],
    ['/srv/tls/cert.pem', 'mode', 0o444],
  ]);
});

test('files that the environment of a unit is read from, and what --config names', async () => {
  const found = await assess(
    hostWith({
      [SERVICE]:
        '[Service]\nEnvironmentFile=-/etc/site/docker.env\nExecStart=/usr/bin/dockerd --config-file=/etc/site/d.json\n',
      '/etc/site/docker.env': { content: 'A=b\n', mode: 0o666 },
      '/etc/site/d.json': { content: '{}', mode: 0o666 },
      '/usr/lib/systemd/system/containerd.service':
        '[Service]\nExecStart=/usr/bin/containerd -c /etc/site/c.toml\n',
      '/etc/site/c.toml': { content: '', mode: 0o666 },
    }),
  );
  assert.deepEqual(
    wishesOf(found).map(([path]) => path),
    ['/etc/site/c.toml', '/etc/site/d.json', '/etc/site/docker.env'],
  );
});

test("certificates of registries: a client's key is a secret, whatever the registry is called", async () => {
  const found = await assess(
    hostWith({
      '/etc/docker/certs.d/registry:5000/ca.crt': { content: '', mode: 0o644 },
      '/etc/docker/certs.d/registry:5000/client.key': { content: '', mode: 0o644 },
      '/etc/docker/certs.d/a b\n\udcff/x.cert': { content: '', mode: 0o446 },
    }),
  );
  assert.deepEqual(wishesOf(found), [
    ['/etc/docker/certs.d/a b\n\udcff/x.cert', 'mode', 0o444],
    ['/etc/docker/certs.d/registry:5000/ca.crt', 'mode', 0o444],
    ['/etc/docker/certs.d/registry:5000/client.key', 'mode', 0o400],
  ]);
});

test('nothing is changed through a link: where it leads is judged, and put right by a person', async () => {
  const link = '/etc/docker/certs.d/registry/ca.crt';
  const right = await assess(hostWith({ [link]: { link: '/srv/ca.crt' }, '/srv/ca.crt': { mode: 0o444 } }));
  assert.equal(of(right, `file:${link}`).verdict, 'met');
  const open = await assess(
    hostWith({ [link]: { link: '/home/alice/x' }, '/home/alice/x': { mode: 0o666, uid: 1000, gid: 50 } }),
  );
  const found = of(open, `file:${link}`);
  assert.equal(found.verdict, 'manual');
  assert.deepEqual(found.wishes, []);
  assert.deepEqual(found.steps?.slice(1), [
    'runuser -u alice -- chmod 0444 /home/alice/x',
    'chown root /home/alice/x',
    'chgrp root /home/alice/x',
  ]);
  // A whole directory of somebody else's is not even looked into.
  const directory = await assess(
    hostWith({
      '/etc/docker/certs.d/evil': { link: '/home/alice' },
      '/home/alice/id.key': { content: '', mode: 0o644, uid: 1000 },
    }),
  );
  assert.deepEqual(
    directory.map(({ object }) => object).filter((object) => object.includes('id.key')),
    [],
  );
});

test("below Docker's data nothing is changed, whatever names it", async () => {
  const entries: Entries = {
    [SERVICE]: '[Service]\nExecStart=/usr/bin/dockerd --tlskey /var/lib/docker/tls/key.pem\n',
    '/etc/docker/daemon.json': '{"tlscert": "/data/cert.pem"}',
    '/var/lib/docker': { link: '/data' },
    '/data/tls/key.pem': { content: '', mode: 0o666 },
    '/data/cert.pem': { content: '', mode: 0o666 },
    '/data/tls': { directory: true, mode: 0o777 },
  };
  const found = await assess(hostWith(entries));
  assert.deepEqual(wrong(found), {
    'file:/data/cert.pem': 'manual',
    'file:/data/tls/key.pem': 'manual',
    'above:/data/tls': 'manual',
  });
  assert.deepEqual(wishesOf(found), []);
  assert.match(of(found, 'file:/data/cert.pem').steps?.[0] ?? '', /^move it out of \/data, /);
});

test('a data root below /etc/docker takes nothing else with it', async () => {
  const found = await assess(
    hostWith({
      '/etc/docker/daemon.json': { content: '{"data-root": "/etc/docker/certs.d"}', mode: 0o666 },
      '/etc/docker/certs.d/r/client.key': { content: '', mode: 0o666 },
    }),
  );
  assert.deepEqual(wishesOf(found), [['/etc/docker/daemon.json', 'mode', 0o644]]);
});

test("a user's credentials are the user's own: told, with a command that is run as them", async () => {
  const path = '/home/alice/.docker/config.json';
  const found = await assess(hostWith({ [path]: { content: '{}', mode: 0o664, uid: 1000, gid: 1000 } }));
  const own = of(found, `file:${path}`);
  assert.equal(own.verdict, 'manual');
  assert.deepEqual(own.steps, [`runuser -u alice -- chmod 0600 ${path}`]);
  const closed = await assess(hostWith({ [path]: { content: '{}', mode: 0o600, uid: 1000, gid: 1000 } }));
  assert.equal(of(closed, `file:${path}`).verdict, 'met');
  const roots = await assess(hostWith({ '/root/.docker/config.json': { content: '{}', mode: 0o644 } }));
  assert.deepEqual(wishesOf(roots), [['/root/.docker/config.json', 'mode', 0o600]]);
});

test('who may write to a directory above may put in another file', async () => {
  const found = await assess(
    hostWith({
      '/etc/systemd/system': { directory: true, mode: 0o777 },
      '/etc/systemd/system/docker.service.d/a.conf': '[Service]\n',
      '/srv': { directory: true, mode: 0o1777 },
      '/etc/docker/daemon.json': '{"tlscert": "/srv/cert.pem", "tlscacert": "/home/alice/ca.pem"}',
      '/srv/cert.pem': { content: '', mode: 0o444 },
      '/home/alice': { directory: true, mode: 0o700, uid: 1000 },
      '/home/alice/ca.pem': { content: '', mode: 0o444 },
    }),
  );
  assert.deepEqual(wrong(found), { 'above:/etc/systemd/system': 'unmet', 'above:/home/alice': 'manual' });
  assert.deepEqual(wishesOf(found), [['/etc/systemd/system', 'mode', 0o775]]);
});

test('something else in the place of a file is for a person', async () => {
  const found = await assess(hostWith({ '/etc/default/docker': { directory: true, mode: 0o777 } }));
  assert.deepEqual(wrong(found), { 'file:/etc/default/docker': 'manual' });
});

test('what it wishes for is enough', async () => {
  const host = hostWith({ '/etc/docker/daemon.json': { content: '{}', mode: 0o666, uid: 1000, gid: 50 } });
  assert.deepEqual(wrong(await assess(withWishes(host, await assess(host)))), {});
});
