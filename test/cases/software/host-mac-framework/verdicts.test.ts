import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/software/host-mac-framework.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import { readFacts } from '../../read-facts.ts';
import { withWishes } from '../../with-wishes.ts';

type Entries = NonNullable<WrittenHost['entries']>;

const UNIT = '/usr/lib/systemd/system/apparmor.service';
const WANTS = '/etc/systemd/system/sysinit.target.wants/apparmor.service';
const GRUB = (more = '') =>
  `menuentry 'Debian' {\n\tlinux\t/boot/vmlinuz-6.1.0-18-amd64 root=UUID=1 ro  quiet${more}\n}\nmenuentry 'Debian (recovery mode)' {\n\tlinux\t/boot/vmlinuz-6.1.0-18-amd64 root=UUID=1 ro single apparmor=0\n}\n`;
const DEBIAN: Entries = {
  '/etc/os-release': 'ID=debian\nVERSION_CODENAME=bookworm\n',
  '/usr/sbin/apparmor_parser': '',
  [UNIT]: '[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=sysinit.target\n',
  [WANTS]: { link: UNIT },
  '/etc/default/grub': 'GRUB_TIMEOUT=5\nGRUB_CMDLINE_LINUX_DEFAULT="quiet"\n',
  '/boot/grub/grub.cfg': GRUB(),
};
const KERNEL: Entries = {
  '/sys/kernel/security/lsm': 'lockdown,capability,landlock,yama,apparmor\n',
  '/sys/module/apparmor/parameters/enabled': 'Y\n',
  '/sys/kernel/security/apparmor/profiles': 'docker-default (enforce)\n/usr/sbin/ntpd (enforce)\n',
};
const OFF: Entries = {
  ...KERNEL,
  '/sys/kernel/security/lsm': 'lockdown,capability,landlock,yama',
  '/sys/module/apparmor/parameters/enabled': 'N',
};

function host(
  entries: Entries,
  type: 'live' | 'image' = 'live',
  dockerd = ['/usr/sbin/dockerd'],
): WrittenHost {
  const running = [{ pid: 9, uid: 0, gids: [0], argv: dockerd }];
  return {
    type,
    entries,
    live: { unit: { 'apparmor.service': { active: 'active' } } },
    observations: [[{ type: 'processes' }, JSON.stringify(running)]],
  };
}

async function assess(written: WrittenHost) {
  return playbook.assess({ facts: await readFacts(createMemoryHost(written), playbook.facts), params: {} });
}

async function open(written: WrittenHost): Promise<{ [object: string]: string }> {
  const found = (await assess(written)).filter(({ verdict }) => verdict !== 'met');
  return Object.fromEntries(found.map(({ object, verdict }) => [object, verdict]));
}

async function one(written: WrittenHost, object: string) {
  const found = (await assess(written)).find((each) => each.object === object);
  assert.ok(found, object);
  return found;
}

test('on, loaded at boot, and containers under it', async () => {
  const found = await assess(host({ ...DEBIAN, ...KERNEL }));
  assert.deepEqual(
    found.map(({ object, verdict }) => [object, verdict]),
    [
      ['kernel:apparmor', 'met'],
      ['package:apparmor', 'met'],
      ['unit:apparmor.service', 'met'],
      ['profile:docker-default', 'met'],
    ],
  );
});

test('on now, off after a reboot: what the boot loader reads counts, and the line it is made from is named', async () => {
  for (const word of ['apparmor=0', 'security=selinux', 'lsm=landlock,yama', 'security=apparmor lsm=yama']) {
    const given = host({
      ...DEBIAN,
      ...KERNEL,
      '/boot/grub/grub.cfg': GRUB(` ${word}`),
      '/etc/default/grub': `# apparmor=0 lsm=x\nGRUB_CMDLINE_LINUX="${word} token=s3cret"\n`,
    });
    const found = await one(given, 'kernel:apparmor');
    assert.equal(found.verdict, 'manual', word);
    assert.equal(found.evidence[0]?.line, 2);
    assert.match(
      found.steps?.[0] ?? '',
      /^in \/etc\/default\/grub, line 2, put "apparmor=1 security=apparmor" in the place of /,
    );
    assert.deepEqual(found.steps?.slice(1), [
      'update-grub',
      'systemctl reboot, when every container may stop; then scan again',
    ]);
    assert.doesNotMatch(JSON.stringify(found), /s3cret/);
    assert.deepEqual(found.wishes, [], 'nobody edits grub.cfg');
  }
});

test('words that turn nothing off', async () => {
  for (const word of [
    'apparmor=1 security=apparmor',
    'apparmor=0 apparmor=1',
    'security=selinux lsm=yama,apparmor',
    'xapparmor=0',
    'init="/x apparmor=0"',
  ]) {
    const given = host({ ...DEBIAN, ...KERNEL, '/boot/grub/grub.cfg': GRUB(` ${word}`) });
    assert.deepEqual(await open(given), {}, word);
  }
});

test('off now, on after a reboot: it waits for one', async () => {
  const found = await one(host({ ...DEBIAN, ...OFF }), 'kernel:apparmor');
  assert.deepEqual([found.verdict, found.pending], ['pending', 'reboot']);
});

test('off now and after a reboot, and nothing says why: a drop-in for a person to add', async () => {
  const given = host({
    ...DEBIAN,
    ...OFF,
    '/boot/config-6.1.0-18-amd64': 'CONFIG_SECURITY=y\nCONFIG_LSM="landlock,yama,selinux"\n',
  });
  const found = await one(given, 'kernel:apparmor');
  assert.equal(found.verdict, 'manual');
  assert.match(found.steps?.[0] ?? '', /> \/etc\/default\/grub\.d\/apparmor\.cfg$/);
});

test('a kernel without AppArmor, as in a container: nothing here can turn it on', async () => {
  const { '/boot/grub/grub.cfg': _, ...without } = DEBIAN;
  const found = await assess(host(without));
  assert.deepEqual(
    found.map(({ object, verdict }) => [object, verdict]),
    [
      ['kernel:apparmor', 'manual'],
      ['package:apparmor', 'met'],
      ['unit:apparmor.service', 'met'],
    ],
  );
  assert.match(found[0]?.steps?.[0] ?? '', /on the machine that it runs on/);
});

test('systemd-boot and the Boot Loader Specification', async () => {
  const { '/boot/grub/grub.cfg': _, ...without } = DEBIAN;
  const entry = 'title Debian\nlinux /vmlinuz\noptions root=UUID=1 apparmor=0\n';
  const given = host({
    ...without,
    ...KERNEL,
    '/boot/efi/loader/entries/debian.conf': entry,
    '/etc/kernel/cmdline': 'root=UUID=1 apparmor=0\n',
  });
  const found = await one(given, 'kernel:apparmor');
  assert.deepEqual([found.verdict, found.evidence[0]?.line], ['manual', 3]);
  assert.match(found.steps?.[0] ?? '', /^in \/etc\/kernel\/cmdline, line 1/);
});

test('the service that loads the profiles is enabled, and started where the kernel would let it', async () => {
  const { [WANTS]: _, ...disabled } = { ...DEBIAN, ...KERNEL };
  const given = { ...host(disabled), live: {} };
  const { wishes } = await one(given, 'unit:apparmor.service');
  assert.deepEqual(
    wishes.map(({ kind, key }) => [kind, key]),
    [
      ['entry', WANTS],
      ['unit', 'apparmor.service'],
    ],
  );
  assert.deepEqual(await open(withWishes(given, await assess(given))), {});
  const { [WANTS]: __, ...off } = { ...DEBIAN, ...OFF };
  const [link, ...more] = (await one({ ...host(off), live: {} }, 'unit:apparmor.service')).wishes;
  assert.deepEqual([link?.key, more], [WANTS, []], 'it could not start');
});

test('a masked service is left to whoever masked it', async () => {
  const given = host({ ...DEBIAN, ...KERNEL, '/etc/systemd/system/apparmor.service': { link: '/dev/null' } });
  assert.deepEqual(await open(given), { 'unit:apparmor.service': 'manual' });
});

test('without the parser dockerd confines nothing', async () => {
  const { '/usr/sbin/apparmor_parser': _, ...without } = { ...DEBIAN, ...KERNEL };
  assert.deepEqual(await open(host(without)), { 'package:apparmor': 'manual' });
  assert.deepEqual(await open(host({ ...without, '/sbin/apparmor_parser': '' })), {});
});

test("dockerd's profile: not loaded waits for its restart, and is nobody's where it does not run", async () => {
  const given = (profiles: string) => ({
    ...DEBIAN,
    ...KERNEL,
    '/sys/kernel/security/apparmor/profiles': profiles,
  });
  const missing = await one(host(given('/usr/sbin/ntpd (enforce)\n')), 'profile:docker-default');
  assert.deepEqual([missing.verdict, missing.pending], ['pending', 'restart']);
  assert.deepEqual(await open(host(given(''), 'live', ['/usr/sbin/sshd'])), {});
  const lenient = host(given('docker-default (complain)\nmy prog//child (complain)\n'));
  assert.deepEqual(await open(lenient), {
    'profile:docker-default': 'pending',
    'profiles:complain': 'manual',
  });
  assert.match(
    (await one(lenient, 'profiles:complain')).steps?.join('\n') ?? '',
    /aa-enforce 'my prog\/\/child'/,
  );
});

test('an image is judged by what it will boot', async () => {
  assert.deepEqual(await open(host({ ...DEBIAN, ...OFF }, 'image')), {}, 'the /sys of an image is nothing');
  const off = { ...DEBIAN, '/boot/grub/grub.cfg': GRUB(' apparmor=0') };
  assert.deepEqual(await open(host(off, 'image')), { 'kernel:apparmor': 'manual' });
  const { '/boot/grub/grub.cfg': _, ...bare } = DEBIAN;
  assert.deepEqual(await open(host(bare, 'image')), {});
  const lacking = { ...bare, '/boot/config-6.6.1': 'CONFIG_LSM="yama"\n' };
  assert.deepEqual(await open(host(lacking, 'image')), { 'kernel:apparmor': 'manual' });
});

const RHEL: Entries = {
  '/etc/os-release': 'ID="rocky"\nID_LIKE="rhel centos fedora"\n',
  '/etc/selinux/config': '# x\nSELINUX=enforcing\nSELINUXTYPE=targeted\n',
  '/boot/loader/entries/a.conf': 'linux /vmlinuz\noptions root=UUID=1 ro\n',
  '/sys/kernel/security/lsm': 'capability,selinux',
  '/sys/fs/selinux/enforce': '1',
  '/usr/lib/systemd/system/docker.service':
    '[Service]\nExecStart=/usr/bin/dockerd --selinux-enabled -H fd://\n',
};

test('SELinux: enforcing now and after a reboot, and known to dockerd', async () => {
  assert.deepEqual(
    await open(host(RHEL, 'live', ['/usr/bin/dockerd', '--selinux-enabled', '-H', 'fd://'])),
    {},
  );
  const json = { ...RHEL, '/etc/docker/daemon.json': '{"selinux-enabled": true}' };
  assert.deepEqual(await open(host(json, 'live', ['/usr/bin/dockerd'])), {});
  const unaware = host(RHEL, 'live', ['/usr/bin/dockerd', '--selinux-enabled=false']);
  assert.deepEqual(await open(unaware), { 'option:selinux-enabled': 'manual' });
});

test('SELinux: permissive now, after a reboot, or by the boot line; and off', async () => {
  const argv = ['/usr/bin/dockerd', '--selinux-enabled'];
  const steps = async (entries: Entries) => {
    const found = await one(host({ ...RHEL, ...entries }, 'live', argv), 'selinux:mode');
    assert.equal(found.verdict, 'manual');
    return found.steps?.join('\n') ?? '';
  };
  assert.match(await steps({ '/sys/fs/selinux/enforce': '0' }), /setenforce 1/);
  const later = await steps({ '/etc/selinux/config': 'SELINUX=permissive\n' });
  assert.match(later, /^when that holds, in \/etc\/selinux\/config, line 1: SELINUX=enforcing$/m);
  assert.doesNotMatch(later, /setenforce 1/);
  assert.match(
    await steps({ '/boot/loader/entries/a.conf': 'linux /v\noptions enforcing=0\n' }),
    /remove-args=enforcing/,
  );
  const { '/sys/fs/selinux/enforce': _, ...off } = RHEL;
  assert.match((await one(host(off), 'selinux:mode')).steps?.[0] ?? '', /fixfiles -F onboot/);
  const disabled = { ...off, '/boot/loader/entries/a.conf': 'linux /v\noptions selinux=0\n' };
  assert.equal((await open(host(disabled)))['kernel:selinux'], 'manual');
});

test('a Debian host on which somebody runs SELinux is judged by that', async () => {
  const given = { ...DEBIAN, '/sys/fs/selinux/enforce': '1', '/etc/selinux/config': 'SELINUX=enforcing\n' };
  assert.deepEqual(await open(host(given)), { 'option:selinux-enabled': 'manual' });
  const unused = { ...DEBIAN, ...KERNEL, '/etc/selinux/config': 'SELINUX=disabled\n' };
  assert.deepEqual(await open(host(unused)), {});
});
