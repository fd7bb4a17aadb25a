import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/software/unneeded-services.ts';
import { createMemoryHost, type WrittenEntry, type WrittenHost } from '../../../../src/host/memory-host.ts';
import type { Observation } from '../../../../src/model/observation.ts';
import type { Path } from '../../../../src/model/path.ts';
import type { Requirement } from '../../../../src/model/requirement.ts';
import { readFacts } from '../../read-facts.ts';

type Entries = { readonly [path: Path]: WrittenEntry };

const LIB = '/usr/lib/systemd/system';
const ETC = '/etc/systemd/system';
const UNIT = '[Unit]\nDescription=x\n[Service]\nExecStart=/x\n';
const WANTS = `${ETC}/multi-user.target.wants`;
const link = (unit: string) => ({ link: `${LIB}/${unit}` });
const NOTHING: readonly [Observation, string] = [{ type: 'processes' }, '[]'];
const NO_MOUNTS: NonNullable<WrittenHost['observations']> = [
  NOTHING,
  [{ type: 'proc', path: 'self/mountinfo' }, '1 1 0:1 / / rw - ext4 /dev/sda1 rw\n'],
];

const CUPS: Entries = {
  [`${LIB}/cups.service`]: UNIT,
  [`${LIB}/cups.socket`]: UNIT,
  [`${LIB}/cups.path`]: UNIT,
  [`${ETC}/printer.target.wants/cups.service`]: link('cups.service'),
  [`${ETC}/sockets.target.wants/cups.socket`]: link('cups.socket'),
  [`${WANTS}/cups.path`]: link('cups.path'),
};
const RPCBIND: Entries = {
  [`${LIB}/rpcbind.service`]: UNIT,
  [`${WANTS}/rpcbind.service`]: link('rpcbind.service'),
};

interface Params {
  readonly unneeded: readonly string[];
  readonly allowed: readonly string[];
  readonly mask: boolean;
}

async function assessed(
  entries: Entries,
  params: Partial<Params> = {},
  more: WrittenHost = {},
): Promise<readonly Requirement[]> {
  const host = createMemoryHost({
    observations: NO_MOUNTS,
    ...more,
    entries: { [`${LIB}/x.target`]: '', ...entries },
  });
  const facts = await readFacts(host, playbook.facts);
  const unneeded = playbook.params.unneeded.default;
  return playbook.assess({ facts, params: { unneeded, allowed: [], mask: false, ...params } });
}

/** Of one service: verdict, and what is wished. */
async function of(
  service: string,
  ...given: Parameters<typeof assessed>
): Promise<readonly [string | undefined, ...string[]]> {
  const found = (await assessed(...given)).find(({ object }) => object === `service:${service}`);
  const wishes = (found?.wishes ?? []).map(
    ({ kind, key, desired }) => `${kind} ${key} ${JSON.stringify(desired)}`,
  );
  return [found?.verdict, ...wishes];
}
async function stepsOf(service: string, ...given: Parameters<typeof assessed>): Promise<string> {
  const found = (await assessed(...given)).find(({ object }) => object === `service:${service}`);
  return [found?.verdict, ...(found?.steps ?? [])].join('\n');
}

test('all is met where nothing of it is installed', async () => {
  const all = await assessed({});
  assert.ok(all.length > 20);
  assert.deepEqual(
    all.filter(({ verdict }) => verdict !== 'met'),
    [],
  );
});

test('all units go: what starts others is stopped first, and every link is taken away', async () => {
  const live = {
    unit: { 'cups.service': { active: 'active' }, 'cups.socket': { active: 'active' } },
  } as const;
  assert.deepEqual(await of('cups', CUPS, {}, { live }), [
    'unmet',
    `entry ${WANTS}/cups.path null`,
    'unit cups.socket "inactive"',
    `entry ${ETC}/sockets.target.wants/cups.socket null`,
    'unit cups.service "inactive"',
    `entry ${ETC}/printer.target.wants/cups.service null`,
  ]);
});

test('a socket alone starts the service: it is not enough that the service is disabled', async () => {
  const { [`${ETC}/printer.target.wants/cups.service`]: _, [`${WANTS}/cups.path`]: __, ...socketOnly } = CUPS;
  assert.deepEqual(await of('cups', socketOnly), [
    'unmet',
    `entry ${ETC}/sockets.target.wants/cups.socket null`,
  ]);
});

test('off now and on after a reboot, and the other way round', async () => {
  const inactive = { live: { unit: { 'rpcbind.service': { active: 'inactive' } } } } as const;
  assert.deepEqual(await of('rpcbind', RPCBIND, {}, inactive), [
    'unmet',
    `entry ${WANTS}/rpcbind.service null`,
  ]);
  const active = { live: { unit: { 'rpcbind.service': { active: 'active' } } } } as const;
  const disabled = { [`${LIB}/rpcbind.service`]: UNIT };
  assert.deepEqual(await of('rpcbind', disabled, {}, active), ['unmet', 'unit rpcbind.service "inactive"']);
  assert.deepEqual(await of('rpcbind', disabled), ['met']);
});

test('masked by somebody else is off, whatever links there are', async () => {
  const masked = { ...RPCBIND, [`${ETC}/rpcbind.service`]: { link: '/dev/null' } };
  assert.deepEqual(await of('rpcbind', masked), ['met']);
});

test('a name by which D-Bus starts it is a way to start it', async () => {
  const alias = `${ETC}/dbus-org.freedesktop.Avahi.service`;
  const entries = { [`${LIB}/avahi-daemon.service`]: UNIT, [alias]: link('avahi-daemon.service') } as const;
  assert.deepEqual(await of('avahi-daemon', entries), ['unmet', `entry ${alias} null`]);
});

test("the distribution's own link is out-voted by a mask, not taken away", async () => {
  const entries = { ...RPCBIND, [`${LIB}/sysinit.target.wants/rpcbind.service`]: link('rpcbind.service') };
  assert.deepEqual(await of('rpcbind', entries), [
    'unmet',
    `entry ${WANTS}/rpcbind.service null`,
    `entry ${ETC}/rpcbind.service {"link":"/dev/null"}`,
  ]);
});

test('a script of System V is masked', async () => {
  const entries = {
    '/etc/init.d/nis': '#!/bin/sh\n',
    '/etc/rc2.d/S01nis': { link: '../init.d/nis' },
  } as const;
  assert.deepEqual(await of('ypserv', entries), ['unmet', `entry ${ETC}/nis.service {"link":"/dev/null"}`]);
  const stopped = {
    '/etc/init.d/nis': '#!/bin/sh\n',
    '/etc/rc2.d/K01nis': { link: '../init.d/nis' },
  } as const;
  assert.deepEqual(await of('ypserv', stopped), ['met']);
});

test('masked if somebody wants that, but never over a file', async () => {
  assert.deepEqual(
    (await of('rpcbind', RPCBIND, { mask: true })).at(-1),
    `entry ${ETC}/rpcbind.service {"link":"/dev/null"}`,
  );
  const own = { ...RPCBIND, [`${ETC}/rpcbind.service`]: UNIT };
  assert.deepEqual((await of('rpcbind', own, { mask: true }))[0], 'manual');
  assert.match(await stepsOf('rpcbind', own, { mask: true }), /cannot be masked/);
  assert.deepEqual((await of('rpcbind', own))[0], 'unmet');
});

test('an image is judged by its files alone', async () => {
  assert.deepEqual(await of('rpcbind', RPCBIND, {}, { type: 'image' }), [
    'unmet',
    `entry ${WANTS}/rpcbind.service null`,
  ]);
});

test('what is allowed is not spoken of', async () => {
  assert.deepEqual(await of('rpcbind', RPCBIND, { allowed: ['rpcbind'] }), [undefined]);
});

test('a web server may be what the host is for: only a person can tell', async () => {
  const entries = { [`${LIB}/nginx.service`]: UNIT, [`${WANTS}/nginx.service`]: link('nginx.service') };
  assert.match(
    await stepsOf('nginx', entries),
    /^manual\nif it is needed, put nginx into .*"allowed"\nelse put it into "unneeded"/,
  );
  assert.deepEqual(await of('nginx', entries, { unneeded: ['nginx'] }), [
    'unmet',
    `entry ${WANTS}/nginx.service null`,
  ]);
  assert.deepEqual(await of('nginx', { [`${LIB}/nginx.service`]: UNIT }), ['met']);
});

for (const name of [
  'ssh',
  'sshd.service',
  'docker',
  'docker.socket',
  'containerd',
  'NetworkManager',
  'systemd-networkd',
  'systemd-timesyncd',
  'chrony',
  'auditd',
  'cloud-init',
  'qemu-guest-agent',
]) {
  test(`${name} is never stopped, whatever the list says`, async () => {
    const unit = /\.\w+$/.test(name) ? name : `${name}.service`;
    const entries = { [`${LIB}/${unit}`]: UNIT, [`${WANTS}/${unit}`]: link(unit) };
    const live = { unit: { [unit]: { active: 'active' as const } } };
    assert.deepEqual(await of(name, entries, { unneeded: [name] }, { live }), ['manual']);
    assert.match(await stepsOf(name, entries, { unneeded: [name] }), /^manual\nHoldfast never stops /);
  });
}

test('a name that nobody knows is left to a person, quoted', async () => {
  assert.match(
    await stepsOf('x; reboot', {}, { unneeded: ['x; reboot'] }),
    /disable --now 'x; reboot\.service'$/,
  );
});

test('a unit that starts at boot and needs it keeps it; one that goes as well does not', async () => {
  const server = {
    ...RPCBIND,
    [`${LIB}/nfs-server.service`]: `[Unit]\nWants=network.target rpcbind.service\n${UNIT}`,
    [`${WANTS}/nfs-server.service`]: link('nfs-server.service'),
  };
  assert.match(await stepsOf('rpcbind', server), /^manual\nnfs-server\.service needs it or wants it/);
  const unneeded = ['rpcbind', 'nfs-server'];
  assert.equal((await of('rpcbind', server, { unneeded }))[0], 'unmet');
  assert.equal((await of('rpcbind', server, { unneeded, allowed: ['nfs-server'] }))[0], 'manual');
  const { [`${WANTS}/nfs-server.service`]: _, ...idle } = server;
  assert.equal((await of('rpcbind', idle))[0], 'unmet');
});

test('mounts of NFS 3 keep rpcbind; those of version 4 do not need it', async () => {
  const fstab = (line: string) => ({ ...RPCBIND, '/etc/fstab': `# x\n${line}\n` });
  assert.match(
    await stepsOf('rpcbind', fstab('nas:/data /data nfs defaults,_netdev 0 0')),
    /^manual\nit is in use: nas:\/data \/data nfs .*\(\/etc\/fstab\)/,
  );
  for (const line of ['nas:/data /data nfs4 defaults 0 0', 'nas:/data /data nfs rw,nfsvers=4.2 0 0'])
    assert.equal((await of('rpcbind', fstab(line)))[0], 'unmet', line);
  const mounted = (type: string): WrittenHost => ({
    observations: [
      NOTHING,
      [{ type: 'proc', path: 'self/mountinfo' }, `5 1 0:9 / /mnt rw - ${type} nas:/x rw,vers=3\n`],
    ],
  });
  assert.equal((await of('rpcbind', RPCBIND, {}, mounted('nfs')))[0], 'manual');
  assert.equal((await of('rpcbind', RPCBIND, {}, mounted('nfs4')))[0], 'unmet');
});

test('a volume of Docker on NFS keeps rpcbind', async () => {
  const volume = (options: string) => ({
    ...RPCBIND,
    '/var/lib/docker/volumes/shop/opts.json': options,
    '/var/lib/docker/volumes/plain/_data/x': '',
  });
  const nfs = '{"MountType":"nfs","MountOpts":"addr=10.0.0.2,rw","MountDevice":":/shop"}';
  assert.match(
    await stepsOf('rpcbind', volume(nfs)),
    /^manual\nit is in use: the volume shop of Docker is on NFS/,
  );
  for (const other of [
    '{"MountType":"nfs","MountOpts":"addr=10.0.0.2,vers=4.1"}',
    '{"MountType":"tmpfs","MountOpts":""}',
    'null',
  ])
    assert.equal((await of('rpcbind', volume(other)))[0], 'unmet', other);
});

test('a container with a socket of the service keeps it', async () => {
  const entries = (source: string) => ({
    [`${LIB}/avahi-daemon.service`]: UNIT,
    [`${WANTS}/avahi-daemon.service`]: link('avahi-daemon.service'),
    '/var/lib/docker/containers/0a/config.v2.json': JSON.stringify({
      Name: '/hass',
      MountPoints: { '/x': { Source: source, Destination: '/x' } },
    }),
  });
  assert.match(
    await stepsOf('avahi-daemon', entries('/var/run/avahi-daemon/socket')),
    /^manual\nit is in use: the container hass has \/var\/run\/avahi-daemon\/socket mounted/,
  );
  assert.equal((await of('avahi-daemon', entries('/srv/data')))[0], 'unmet');
});

test('a resolver that this host asks is in use; that of systemd is another one', async () => {
  const entries = (resolver: string) => ({
    [`${LIB}/dnsmasq.service`]: UNIT,
    [`${WANTS}/dnsmasq.service`]: link('dnsmasq.service'),
    '/etc/resolv.conf': `search x\nnameserver ${resolver}\n`,
  });
  const unneeded = ['dnsmasq'];
  for (const own of ['127.0.0.1', '::1', '127.0.1.1'])
    assert.match(
      await stepsOf('dnsmasq', entries(own), { unneeded }),
      /^manual\nit is in use: nameserver/,
      own,
    );
  for (const other of ['127.0.0.53', '127.0.0.54', '10.0.0.1'])
    assert.equal((await of('dnsmasq', entries(other), { unneeded }))[0], 'unmet', other);
});

test('maps keep the automounter', async () => {
  const entries = (text: string) => ({
    [`${LIB}/autofs.service`]: UNIT,
    [`${WANTS}/autofs.service`]: link('autofs.service'),
    '/etc/auto.master': text,
  });
  assert.equal((await of('autofs', entries('#/misc /etc/auto.misc\n+dir:/etc/auto.master.d\n')))[0], 'unmet');
  assert.match(await stepsOf('autofs', entries('/home /etc/auto.home\n')), /^manual\nit is in use: \/home/);
});

test('under another name it is one unit', async () => {
  const entries = {
    [`${LIB}/named.service`]: UNIT,
    [`${ETC}/bind9.service`]: link('named.service'),
    [`${WANTS}/named.service`]: link('named.service'),
  };
  const active = { active: 'active' } as const;
  const live = { unit: { 'named.service': active, 'bind9.service': active } };
  assert.deepEqual(await of('named', entries, { unneeded: ['named'] }, { live }), [
    'unmet',
    'unit named.service "inactive"',
    `entry ${ETC}/bind9.service null`,
    `entry ${WANTS}/named.service null`,
  ]);
});

test('a record of Docker that is no JSON is a refusal', async () => {
  const entries = { ...RPCBIND, '/var/lib/docker/volumes/shop/opts.json': '{' };
  await assert.rejects(assessed(entries), {
    name: 'Refused',
    refusal: {
      code: 'malformed',
      args: { path: '/var/lib/docker/volumes/shop/opts.json', line: 1, why: 'is no JSON' },
    },
  });
});

test('where systemd starts nothing, a person looks', async () => {
  const facts = await readFacts(createMemoryHost({}), playbook.facts);
  const all = playbook.assess({ facts, params: { unneeded: ['cups'], allowed: [], mask: false } });
  assert.deepEqual(
    all.map(({ object, verdict }) => [object, verdict]),
    [['services', 'manual']],
  );
});
