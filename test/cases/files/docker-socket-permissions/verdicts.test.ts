import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/files/docker-socket-permissions.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import type { Requirement } from '../../../../src/model/requirement.ts';
import { readFacts } from '../../read-facts.ts';
import { withWishes } from '../../with-wishes.ts';
import { aclValue } from '../acl-value.ts';

type Entries = NonNullable<WrittenHost['entries']>;

const SERVICE = '/usr/lib/systemd/system/docker.service';
const SOCKET = '/usr/lib/systemd/system/docker.socket';
const CONTAINERD = '/usr/lib/systemd/system/containerd.service';
const DROP_IN = '/etc/systemd/system/docker.socket.d/50-holdfast.conf';
const LATE = '/etc/systemd/system/docker.socket.d/zz-holdfast.conf';
const LIVE = '/run/docker.sock';
const STOCK =
  '[Socket]\nListenStream=/run/docker.sock\nSocketMode=0660\nSocketUser=root\nSocketGroup=docker\n';
const RELOAD = [{ do: 'daemon-reload' }];
const BASE: Entries = {
  '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nci:x:1001:1001::/home/ci:/bin/sh\n',
  '/etc/group': 'root:x:0:\ndocker:x:999:\nusers:x:100:\n',
  [SERVICE]: '[Service]\nExecStart=/usr/sbin/dockerd -H fd://\n',
  [SOCKET]: STOCK,
  [LIVE]: { socket: true, mode: 0o660, gid: 999 },
};
const hostWith = (entries: Entries, type: 'live' | 'image' = 'live'): WrittenHost => ({
  type,
  entries: { ...BASE, ...entries },
  observations: [[{ type: 'processes' }, '[]']],
});

async function assess(host: WrittenHost): Promise<readonly Requirement[]> {
  return playbook.assess({ facts: await readFacts(createMemoryHost(host), playbook.facts), params: {} });
}
const verdicts = (found: readonly Requirement[]) =>
  Object.fromEntries(found.map(({ object, verdict }) => [object, verdict]));
const of = (found: readonly Requirement[], object: string): Requirement => {
  const requirement = found.find((each) => each.object === object);
  assert.ok(requirement, object);
  return requirement;
};
const RIGHT = { [`boot:${LIVE}`]: 'met', [`socket:${LIVE}`]: 'met', [`acl:${LIVE}`]: 'met' };

test('applies where there is Docker or containerd', async () => {
  const applies = async (entries: Entries) => {
    const host = createMemoryHost({ entries, observations: [[{ type: 'processes' }, '[]']] });
    return playbook.applies?.({ facts: await readFacts(host, playbook.facts), params: {} });
  };
  assert.equal(await applies({}), 'neither Docker nor containerd is installed');
  assert.equal(await applies({ [CONTAINERD]: '[Service]\nExecStart=/usr/bin/containerd\n' }), true);
});

test('Docker as its packages leave it is right, now and at the next start', async () => {
  assert.deepEqual(verdicts(await assess(hostWith({}))), RIGHT);
});

test('in other words of another hand it is right, too', async () => {
  const found = await assess(
    hostWith({
      [SOCKET]: STOCK.replace('0660', '660').replace('User=root', 'User=0').replace('=docker', '=999'),
      [LIVE]: { socket: true, mode: 0o600, gid: 999 },
    }),
  );
  assert.deepEqual(verdicts(found), RIGHT);
  assert.deepEqual(
    found.flatMap(({ wishes }) => wishes),
    [],
  );
});

test('opened by a drop-in for good: a drop-in of ours that wins, and a daemon-reload', async () => {
  const host = hostWith({
    '/etc/systemd/system/docker.socket.d/10-portainer.conf': '[Socket]\nSocketMode=0666\n',
  });
  const found = await assess(host);
  const boot = of(found, `boot:${LIVE}`);
  assert.equal(boot.verdict, 'unmet');
  assert.deepEqual(boot.wishes, [
    { kind: 'entry', key: DROP_IN, part: 'unit:Socket/SocketMode', desired: ['0660'], effects: RELOAD },
  ]);
  assert.deepEqual(boot.evidence[0], {
    source: '/etc/systemd/system/docker.socket.d/10-portainer.conf',
    line: 2,
    says: 'SocketMode=0666',
    wins: true,
  });
  assert.deepEqual(verdicts(await assess(withWishes(host, found))), RIGHT);
});

test('open now and right at the next start: the socket alone, and no restart of it', async () => {
  const found = await assess(hostWith({ [LIVE]: { socket: true, mode: 0o666, uid: 1001, gid: 100 } }));
  assert.deepEqual(verdicts(found), { ...RIGHT, [`socket:${LIVE}`]: 'unmet' });
  assert.deepEqual(of(found, `socket:${LIVE}`).wishes, [
    { kind: 'entry', key: LIVE, part: 'mode', desired: 0o660 },
    { kind: 'entry', key: LIVE, part: 'owner', desired: 0 },
    { kind: 'entry', key: LIVE, part: 'group', desired: 999 },
  ]);
});

test('a mode is a set of bits, not a number: 0606 and 0626 are less than 0660 and open to all', async () => {
  for (const [mode, desired] of [
    [0o606, 0o600],
    [0o626, 0o620],
    [0o1660, 0o660],
  ] as const) {
    const found = await assess(hostWith({ [LIVE]: { socket: true, mode, gid: 999 } }));
    assert.equal(of(found, `socket:${LIVE}`).wishes[0]?.desired, desired, mode.toString(8));
  }
  const unit = await assess(hostWith({ [SOCKET]: STOCK.replace('0660', '0606') }));
  assert.deepEqual(of(unit, `boot:${LIVE}`).wishes[0]?.desired, ['0600']);
});

test('without SocketMode systemd lets everybody in', async () => {
  const found = await assess(hostWith({ [SOCKET]: STOCK.replace('SocketMode=0660\n', '') }));
  assert.equal(of(found, `boot:${LIVE}`).verdict, 'unmet');
  const reset = await assess(
    hostWith({ '/etc/systemd/system/docker.socket.d/a.conf': '[Socket]\nSocketMode=\n' }),
  );
  assert.equal(of(reset, `boot:${LIVE}`).verdict, 'unmet');
});

test('what systemd cannot read as a mode it passes over', async () => {
  const found = await assess(
    hostWith({ '/etc/systemd/system/docker.socket.d/a.conf': '[Socket]\nSocketMode=rw\nSocketMode=0888\n' }),
  );
  assert.equal(of(found, `boot:${LIVE}`).verdict, 'met');
  const open = await assess(
    hostWith({
      [SOCKET]: STOCK.replace('0660', '000666'),
      '/etc/systemd/system/docker.socket.d/a.conf': '[Socket]\nSocketMode=rw\n',
    }),
  );
  assert.equal(of(open, `boot:${LIVE}`).verdict, 'unmet');
});

const LATER: { readonly [what: string]: { readonly entries: Entries; readonly file: string | null } } = {
  'a drop-in sorts after 50-holdfast.conf': {
    entries: { '/etc/systemd/system/docker.socket.d/override.conf': '[Socket]\nSocketMode=0666\n' },
    file: LATE,
  },
  'a drop-in of a vendor sorts after it, too': {
    entries: { '/usr/lib/systemd/system/docker.socket.d/90-vendor.conf': '[Socket]\nSocketMode=0666\n' },
    file: LATE,
  },
  'a drop-in sorts after all of ours: it is corrected itself': {
    entries: { '/etc/systemd/system/docker.socket.d/zzz.conf': '[Socket]\nSocketMode=0666\nBacklog=9\n' },
    file: '/etc/systemd/system/docker.socket.d/zzz.conf',
  },
  'one for all sockets sorts after all of ours': {
    entries: { '/run/systemd/system/socket.d/zzz.conf': '[Socket]\nSocketMode=0666\n' },
    file: null,
  },
};
for (const [what, { entries, file }] of Object.entries(LATER)) {
  test(`a later file that overrides: ${what}`, async () => {
    const host = hostWith(entries);
    const found = await assess(host);
    const boot = of(found, `boot:${LIVE}`);
    if (file === null) {
      assert.equal(boot.verdict, 'manual');
      assert.match(
        boot.steps?.[0] ?? '',
        /SocketMode=0666 \(\/run\/systemd\/system\/socket\.d\/zzz\.conf:2\)/,
      );
      return;
    }
    assert.deepEqual(
      boot.wishes.map(({ key }) => key),
      [file],
    );
    assert.deepEqual(verdicts(await assess(withWishes(host, found))), RIGHT);
  });
}

test('a group that does not exist: docker.socket would not start at all', async () => {
  const found = await assess(hostWith({ [SOCKET]: STOCK.replace('=docker', '=dokcer') }));
  const boot = of(found, `boot:${LIVE}`);
  assert.equal(boot.verdict, 'manual');
  assert.deepEqual(boot.evidence.at(-1), {
    source: '/etc/group',
    says: 'there is no group dokcer: docker.socket cannot start with it',
    wins: true,
  });
});

test('a socket that dockerd makes has the group of -G or daemon.json, and is always 0660', async () => {
  const own = '[Service]\nExecStart=/usr/sbin/dockerd -H unix:///var/run/docker.sock\n';
  const live = { [LIVE]: { socket: true, mode: 0o660, gid: 100 } } as const;
  const base = { [SERVICE]: own, [SOCKET]: { link: '/dev/null' } } as const;
  const byFile = { ...base, ...live, '/etc/docker/daemon.json': '{"group": "users"}' };
  assert.deepEqual(verdicts(await assess(hostWith(byFile))), {
    [`socket:${LIVE}`]: 'met',
    [`acl:${LIVE}`]: 'met',
  });
  const found = await assess(hostWith({ ...base, ...live }));
  assert.deepEqual(of(found, `socket:${LIVE}`).wishes, [
    { kind: 'entry', key: LIVE, part: 'group', desired: 999 },
  ]);
});

test("a socket that dockerd makes keeps dockerd's group, whatever docker.socket says of the same path", async () => {
  const found = await assess(
    hostWith({
      [SERVICE]: '[Service]\nExecStart=/usr/sbin/dockerd -H unix:///run/docker.sock --group users\n',
      [LIVE]: { socket: true, mode: 0o660, gid: 100 },
    }),
  );
  assert.deepEqual(verdicts(found), { [`socket:${LIVE}`]: 'met', [`acl:${LIVE}`]: 'met' });
});

test('another socket that dockerd listens on counts as well, one of the network does not', async () => {
  const found = await assess(
    hostWith({
      [SERVICE]:
        '[Service]\nExecStart=/usr/sbin/dockerd -H fd:// -H unix:///srv/api.sock -H tcp://127.0.0.1:2375\n',
      '/srv/api.sock': { socket: true, mode: 0o777 },
    }),
  );
  assert.deepEqual(verdicts(found), { ...RIGHT, 'socket:/srv/api.sock': 'unmet' });
});

test("containerd's socket is root's alone: whom config.toml names is a person's to say", async () => {
  const path = '/run/containerd/containerd.sock';
  const base: Entries = {
    [CONTAINERD]: '[Service]\nExecStart=/usr/bin/containerd\n',
    '/run/containerd': { directory: true, mode: 0o711 },
    [path]: { socket: true, mode: 0o660 },
  };
  const right = { [`boot:${path}`]: 'met', [`socket:${path}`]: 'met', 'directory:/run/containerd': 'met' };
  assert.deepEqual(verdicts(await assess(hostWith(base))), { ...RIGHT, ...right });
  const open = await assess(
    hostWith({
      ...base,
      '/etc/containerd/config.toml': 'version = 2\n[grpc]\n  uid = 0\n  gid = 999\n[ttrpc]\n  gid = 5\n',
      [path]: { socket: true, mode: 0o660, gid: 999 },
      '/run/containerd': { directory: true, mode: 0o755 },
    }),
  );
  assert.deepEqual(verdicts(open), {
    ...RIGHT,
    [`boot:${path}`]: 'manual',
    [`socket:${path}`]: 'met',
    'directory:/run/containerd': 'manual',
  });
  const world = await assess(hostWith({ ...base, [path]: { socket: true, mode: 0o777 } }));
  assert.equal(of(world, `socket:${path}`).verdict, 'unmet');
});

test('who is let in by an access control list is for a person', async () => {
  const list = aclValue([1, 6], [2, 6, 1001], [4, 6], [0x10, 6], [0x20, 0]);
  const socket = {
    socket: true,
    mode: 0o660,
    gid: 999,
    xattrs: { 'system.posix_acl_access': list },
  } as const;
  const found = await assess(hostWith({ [LIVE]: socket }));
  const listed = of(found, `acl:${LIVE}`);
  assert.equal(listed.verdict, 'manual');
  assert.equal(listed.steps?.[0], 'setfacl -x user:ci /run/docker.sock');
});

test('whom the list lets in and its mask keeps from writing cannot reach dockerd', async () => {
  const list = aclValue([1, 6], [2, 6, 1001], [4, 6], [0x10, 4], [0x20, 0]);
  const xattrs = { 'system.posix_acl_access': list };
  const found = await assess(hostWith({ [LIVE]: { socket: true, mode: 0o640, gid: 999, xattrs } }));
  assert.equal(of(found, `acl:${LIVE}`).verdict, 'met');
});

test('a directory in the place of the socket is no socket', async () => {
  const found = await assess(hostWith({ [LIVE]: { directory: true, mode: 0o777 } }));
  assert.equal(of(found, `socket:${LIVE}`).verdict, 'manual');
  const link = await assess(hostWith({ [LIVE]: { link: '/etc/shadow' }, '/etc/shadow': '' }));
  assert.deepEqual(of(link, `socket:${LIVE}`).wishes, []);
});

test('an image is judged by its units alone, whatever lies in its /run', async () => {
  const found = await assess(
    hostWith({ [LIVE]: { socket: true, mode: 0o777 }, [SOCKET]: STOCK.replace('0660', '0666') }, 'image'),
  );
  assert.deepEqual(verdicts(found), { [`boot:${LIVE}`]: 'unmet' });
});

test('Docker installed and not started: what will be is judged', async () => {
  const { [LIVE]: _, ...entries } = BASE;
  const host: WrittenHost = { entries, observations: [[{ type: 'processes' }, '[]']] };
  assert.deepEqual(verdicts(await assess(host)), { [`boot:${LIVE}`]: 'met' });
});
