import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/software/host-security-updates.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import { readFacts } from '../../read-facts.ts';
import { withWishes } from '../../with-wishes.ts';

const TIMER = '[Timer]\nOnCalendar=6:00\n[Install]\nWantedBy=timers.target\n';
const LISTS = '/var/lib/apt/lists';
const SECURITY = `${LISTS}/security.debian.org_debian-security_dists_bookworm-security`;
const PERIODIC = 'APT::Periodic::Update-Package-Lists "1";\nAPT::Periodic::Unattended-Upgrade "1";\n';
const ORIGINS = `Unattended-Upgrade::Origins-Pattern {
        "origin=Debian,codename=\${distro_codename},label=Debian";
        "origin=Debian,codename=\${distro_codename}-security,label=Debian-Security";
};
`;
const MAIN = 'deb http://deb.debian.org/debian bookworm main\n';
const FROM_SECURITY = 'deb http://deb.debian.org/debian-security bookworm-security main\n';

function status(...packages: readonly string[]): string {
  return packages
    .map((each) => {
      const [name, version, wanted = 'install'] = each.split(' ');
      return `Package: ${name}\nStatus: ${wanted} ok installed\nVersion: ${version}\nArchitecture: amd64\n\n`;
    })
    .join('');
}

function index(...packages: readonly string[]): string {
  return packages
    .map((each) => {
      const [name, version, architecture = 'amd64'] = each.split(' ');
      return `Package: ${name}\nSource: x\nVersion: ${version}\nInstalled-Size: 1\nArchitecture: ${architecture}\n\n`;
    })
    .join('');
}

const ENTRIES = {
  '/usr/bin/apt-get': '',
  '/usr/bin/unattended-upgrade': '',
  '/etc/os-release': 'ID=debian\nVERSION_CODENAME=bookworm\n',
  '/etc/apt/sources.list': MAIN + FROM_SECURITY,
  '/etc/apt/apt.conf.d/20auto-upgrades': PERIODIC,
  '/etc/apt/apt.conf.d/50unattended-upgrades': ORIGINS,
  '/usr/lib/systemd/system/apt-daily.timer': TIMER,
  '/usr/lib/systemd/system/apt-daily-upgrade.timer': TIMER,
  '/etc/systemd/system/timers.target.wants/apt-daily.timer': {
    link: '/usr/lib/systemd/system/apt-daily.timer',
  },
  '/etc/systemd/system/timers.target.wants/apt-daily-upgrade.timer': {
    link: '/usr/lib/systemd/system/apt-daily-upgrade.timer',
  },
  '/var/lib/dpkg/status': status('openssl 3.0.1-1'),
  [`${SECURITY}_InRelease`]:
    '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nOrigin: Debian\nLabel: Debian-Security\nSuite: oldstable-security\nCodename: bookworm-security\nDate: Sat, 21 Nov 2026 10:00:00 UTC\nSHA256:\n 00 1 main\n-----BEGIN PGP SIGNATURE-----\nx\n',
  [`${SECURITY}_main_binary-amd64_Packages`]: index('openssl 3.0.1-1', 'curl 8'),
};
const LIVE = {
  'kernel-setting': {
    'kernel/osrelease': '6.1.0-18-amd64',
    'kernel/version': '#1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1 (2024-02-01)',
  },
  unit: { 'apt-daily.timer': { active: 'active' }, 'apt-daily-upgrade.timer': { active: 'active' } },
} as const;

const host = (entries: NonNullable<WrittenHost['entries']> = {}): WrittenHost => ({
  entries: { ...ENTRIES, ...entries },
  live: LIVE,
});

async function assess(written: WrittenHost, restarts = false) {
  const facts = await readFacts(createMemoryHost(written), playbook.facts);
  return playbook.assess({ facts, params: { restarts } });
}

async function verdicts(written: WrittenHost, restarts = false): Promise<{ [object: string]: string }> {
  const found = await assess(written, restarts);
  assert.equal(new Set(found.map(({ object }) => object)).size, found.length, 'objects are unique');
  const open = found.filter(({ verdict }) => verdict !== 'met');
  return Object.fromEntries(open.map(({ object, verdict }) => [object, verdict]));
}

async function one(written: WrittenHost, object: string) {
  const found = (await assess(written)).find((each) => each.object === object);
  assert.ok(found, object);
  return found;
}

/** All that is unmet is met once its wishes are fulfilled. */
async function fixes(written: WrittenHost): Promise<WrittenHost> {
  const before = await assess(written);
  assert.ok(before.some(({ verdict }) => verdict === 'unmet'));
  const fixed = withWishes(written, before);
  const after = await verdicts(fixed);
  assert.deepEqual(
    Object.entries(after).filter(([, verdict]) => verdict === 'unmet'),
    [],
  );
  return fixed;
}

const DROP_IN = '/etc/apt/apt.conf.d/99-zz-holdfast-updates.conf';
const textOf = ({ entries }: WrittenHost, path: string) => String(entries?.[path as '/'] ?? '');

test('what is right by another hand is met, in any of its words', async () => {
  assert.deepEqual(await verdicts(host()), {});
  const others = {
    '/etc/apt/apt.conf.d/20auto-upgrades': undefined as never,
    '/etc/apt/apt.conf.d/50unattended-upgrades': undefined as never,
    '/etc/apt/apt.conf':
      'apt { periodic { enable "yes"; UPDATE-PACKAGE-LISTS "always"; unattended-upgrade "12h"; }; };\nUnattended-Upgrade::Allowed-Origins { "Debian:oldstable-security"; };\n',
    '/etc/apt/sources.list': '',
    '/etc/apt/sources.list.d/debian.sources':
      'Types: deb\nURIs: http://mirror.example.org/debian-security\nSuites: bookworm-security\nComponents: main\nEnabled: yes\n',
  };
  const entries = Object.fromEntries(
    Object.entries({ ...ENTRIES, ...others }).filter(([, entry]) => entry !== undefined),
  );
  assert.deepEqual(await verdicts({ entries, live: LIVE }), {});
});

test('switched off by numbers: one drop-in that is read last', async () => {
  for (const [off, keys] of [
    [
      'APT::Periodic::Update-Package-Lists "0";\nAPT::Periodic::Unattended-Upgrade "0";\n',
      ['key:APT::Periodic::Unattended-Upgrade', 'key:APT::Periodic::Update-Package-Lists'],
    ],
    ['', ['key:APT::Periodic::Unattended-Upgrade', 'key:APT::Periodic::Update-Package-Lists']],
    [`${PERIODIC}APT::Periodic::Enable "0";\n`, ['key:APT::Periodic::Enable']],
    [`${PERIODIC}APT::Periodic::Unattended-Upgrade "30";\n`, ['key:APT::Periodic::Unattended-Upgrade']],
    [`${PERIODIC}APT::Periodic::Unattended-Upgrade "";\n`, ['key:APT::Periodic::Unattended-Upgrade']],
    [
      `${PERIODIC}#clear APT::Periodic;\n`,
      ['key:APT::Periodic::Unattended-Upgrade', 'key:APT::Periodic::Update-Package-Lists'],
    ],
  ] as const) {
    const given = host({ '/etc/apt/apt.conf.d/20auto-upgrades': off });
    assert.deepEqual(Object.keys(await verdicts(given)).sort(), keys, off);
    const fixed = await fixes(given);
    assert.match(textOf(fixed, DROP_IN), /^(?:APT::Periodic::[\w-]+ "1";\n)+$/);
  }
});

test('a later drop-in would win: ours sorts after it', async () => {
  const given = host({
    '/etc/apt/apt.conf.d/20auto-upgrades': '',
    '/etc/apt/apt.conf.d/zz-provider': 'APT::Periodic { Unattended-Upgrade "0"; };\n',
  });
  const fixed = await fixes(given);
  assert.match(
    textOf(fixed, '/etc/apt/apt.conf.d/zz-provider_holdfast-updates.conf'),
    /Unattended-Upgrade "1";/,
  );
});

test('/etc/apt/apt.conf is read after every drop-in: a person is told the line', async () => {
  const given = host({ '/etc/apt/apt.conf': '// ours\nAPT::Periodic::Unattended-Upgrade "0";\n' });
  const found = await one(given, 'key:APT::Periodic::Unattended-Upgrade');
  assert.equal(found.verdict, 'manual');
  assert.match(
    found.steps?.[0] ?? '',
    /out of \/etc\/apt\/apt\.conf, line 2: it is read after every drop-in/,
  );
  const cleared = await one(
    host({ '/etc/apt/apt.conf': '#clear Unattended-Upgrade;\n' }),
    'origins:security',
  );
  assert.equal(cleared.verdict, 'manual');
  assert.match(cleared.steps?.[0] ?? '', /\/etc\/apt\/apt\.conf, line 1/);
});

test('files that apt does not read change nothing', async () => {
  const off = 'APT::Periodic::Unattended-Upgrade "0";\n';
  for (const name of ['99off.bak', '99off.dpkg-old', '.99off', '99 off', '99off.conf~'])
    assert.deepEqual(await verdicts(host({ [`/etc/apt/apt.conf.d/${name}`]: off })), {}, name);
});

test('timers: disabled, stopped, and masked', async () => {
  const { '/etc/systemd/system/timers.target.wants/apt-daily.timer': _, ...without } = ENTRIES;
  const disabled: WrittenHost = { entries: without, live: LIVE };
  assert.deepEqual(await verdicts(disabled), { 'unit:apt-daily.timer': 'unmet' });
  assert.deepEqual((await one(disabled, 'unit:apt-daily.timer')).wishes, [
    {
      kind: 'entry',
      key: '/etc/systemd/system/timers.target.wants/apt-daily.timer',
      desired: { link: '/usr/lib/systemd/system/apt-daily.timer' },
      effects: [{ do: 'daemon-reload' }],
    },
  ]);
  await fixes(disabled);
  const stopped: WrittenHost = { ...host(), live: { ...LIVE, unit: {} } };
  assert.deepEqual((await one(stopped, 'unit:apt-daily-upgrade.timer')).wishes, [
    { kind: 'unit', key: 'apt-daily-upgrade.timer', desired: 'active' },
  ]);
  const masked = host({ '/etc/systemd/system/apt-daily-upgrade.timer': { link: '/dev/null' } });
  const found = await one(masked, 'unit:apt-daily-upgrade.timer');
  assert.equal(found.verdict, 'manual');
  assert.match(found.steps?.[1] ?? '', /^systemctl unmask apt-daily-upgrade\.timer/);
});

test('the security archive is not among the allowed origins', async () => {
  for (const patterns of [
    'Unattended-Upgrade::Origins-Pattern { "origin=Debian,codename=${distro_codename},label=Debian"; };\n',
    'Unattended-Upgrade::Allowed-Origins { "Debian:stable"; };\n',
    'Unattended-Upgrade::Origins-Pattern { ""; };\n',
    '',
  ]) {
    const given = host({ '/etc/apt/apt.conf.d/50unattended-upgrades': patterns });
    assert.deepEqual(await verdicts(given), { 'origins:security': 'unmet' }, patterns);
    const fixed = await fixes(given);
    assert.match(textOf(fixed, DROP_IN), /^Unattended-Upgrade::Origins-Pattern:: "origin=Debian,/);
  }
});

test('a rule on names that leaves out everything is named with its line', async () => {
  for (const rule of ['', '.*', '^']) {
    const text = `${ORIGINS}Unattended-Upgrade::Package-Blacklist {\n  "${rule}";\n};\n`;
    const found = await assess(host({ '/etc/apt/apt.conf.d/50unattended-upgrades': text }));
    const [open, ...more] = found.filter(({ verdict }) => verdict !== 'met');
    assert.equal(open?.verdict, 'manual', rule);
    assert.match(open?.steps?.[0] ?? '', /line 6: it matches every package/);
    assert.deepEqual(more, []);
  }
  const only = host({ '/etc/apt/apt.conf.d/60site': 'Unattended-Upgrade::Package-Whitelist { "bash"; };\n' });
  assert.deepEqual(await verdicts(only), { 'Unattended-Upgrade::Package-Whitelist:bash': 'manual' });
});

test('what stops unattended-upgrades is named with its line: it would upgrade nothing at all', async () => {
  for (const [list, rule] of [
    ['Origins-Pattern', 'origin=Debian,codename=${distro_name}'],
    ['Origins-Pattern', 'archive'],
    ['Origins-Pattern', 'distribution=Debian'],
    ['Package-Blacklist', 'lib['],
  ]) {
    const text = `${ORIGINS}Unattended-Upgrade::${list}:: "${rule}";\n`;
    const given = host({ '/etc/apt/apt.conf.d/50unattended-upgrades': text });
    assert.deepEqual(await verdicts(given), { [`Unattended-Upgrade::${list}:${rule}`]: 'manual' });
    const found = await one(given, `Unattended-Upgrade::${list}:${rule}`);
    assert.match(found.steps?.[0] ?? '', /line 5: unattended-upgrades stops at it/);
  }
});

const ENGINE = status(
  'openssl 3.0.1-1',
  'docker.io 20.10.24+dfsg1-1',
  'containerd 1.6.20~ds1-1',
  'runc 1.1.5-1',
);

test('the engine, containerd and runc are left out of automatic upgrades, which would restart containers', async () => {
  const given = host({ '/var/lib/dpkg/status': ENGINE });
  assert.deepEqual(await verdicts(given), {
    'package:containerd': 'unmet',
    'package:docker.io': 'unmet',
    'package:runc': 'unmet',
  });
  const fixed = await fixes(given);
  assert.match(textOf(fixed, DROP_IN), /^Unattended-Upgrade::Package-Blacklist:: "\^docker\\\.io\$";$/m);
  assert.deepEqual(await verdicts(given, true), {}, 'unless the policy lets them');
});

test('kept back by another hand: by name, on hold, or from an archive that nobody allows', async () => {
  const byName = `${ORIGINS}Unattended-Upgrade::Package-Blacklist { "(?i)DOCKER"; "containerd"; "runc$"; };\n`;
  const entries = { '/var/lib/dpkg/status': ENGINE, '/etc/apt/apt.conf.d/50unattended-upgrades': byName };
  assert.deepEqual(await verdicts(host(entries)), {});
  const held = ENGINE.replaceAll('install ok', 'hold ok');
  assert.deepEqual(await verdicts(host({ '/var/lib/dpkg/status': held })), {});
  const docker = `${LISTS}/download.docker.com_linux_debian_dists_bookworm_InRelease`;
  const upstream = {
    '/var/lib/dpkg/status': status('docker-ce 5:29.3.1-1~debian.12~bookworm', 'containerd.io 2.2.1-1'),
    [docker]: 'Origin: Docker\nLabel: Docker CE\nSuite: bookworm\nCodename: bookworm\n',
  };
  assert.deepEqual(await verdicts(host(upstream)), {});
  const allowing = {
    '/etc/apt/apt.conf.d/52docker': 'Unattended-Upgrade::Origins-Pattern:: "origin=Docker";\n',
  };
  assert.deepEqual(await verdicts(host({ ...upstream, ...allowing })), {
    'package:containerd.io': 'unmet',
    'package:docker-ce': 'unmet',
  });
});

test('a rule on names counts from their start, and as far as it goes', async () => {
  const rule = `${ORIGINS}Unattended-Upgrade::Package-Blacklist { "docker-ce$"; "ocker"; "unc"; };\n`;
  const entries = { '/var/lib/dpkg/status': ENGINE, '/etc/apt/apt.conf.d/50unattended-upgrades': rule };
  assert.equal((await verdicts(host(entries)))['package:docker.io'], 'unmet');
  assert.equal((await verdicts(host(entries)))['package:runc'], 'unmet');
});

test('no upgrade reboots the host by itself, unless the policy lets it', async () => {
  const given = host({ '/etc/apt/apt.conf.d/52reboot': 'Unattended-Upgrade::Automatic-Reboot "true";\n' });
  assert.deepEqual(await verdicts(given), { 'key:Unattended-Upgrade::Automatic-Reboot': 'unmet' });
  const fixed = await fixes(given);
  assert.match(textOf(fixed, DROP_IN), /Automatic-Reboot "false";/);
  assert.deepEqual(await verdicts(given, true), {});
  for (const word of ['0', 'no', 'perhaps', ''])
    assert.deepEqual(
      await verdicts(
        host({ '/etc/apt/apt.conf.d/52reboot': `Unattended-Upgrade::Automatic-Reboot "${word}";\n` }),
      ),
      {},
      word,
    );
});

test('unsigned packages: options are set right, sources are for a person', async () => {
  const options = host({
    '/etc/apt/apt.conf.d/90lab':
      'APT::Get::AllowUnauthenticated "1";\nAcquire { AllowInsecureRepositories "yes"; https { Verify-Peer "false"; mirror.lan { Verify-Host "false"; }; }; };\n',
  });
  assert.deepEqual(await verdicts(options), {
    'key:APT::Get::AllowUnauthenticated': 'unmet',
    'key:Acquire::AllowInsecureRepositories': 'unmet',
    'key:Acquire::https::Verify-Peer': 'unmet',
    'key:Acquire::https::mirror.lan::Verify-Host': 'unmet',
  });
  await fixes(options);
  const sources = host({
    '/etc/apt/sources.list': `${MAIN}${FROM_SECURITY}deb [arch=amd64 trusted=yes] https://ci:s3cret@repo.lan/apt ./\n`,
    '/etc/apt/sources.list.d/b.sources':
      'Types: deb\nURIs: https://b.lan/\nSuites: ./\nTrusted: yes\n\nTypes: deb\nURIs: https://off.lan/\nSuites: ./\nEnabled: no\nTrusted: yes\n',
  });
  assert.deepEqual(await verdicts(sources), {
    'source:https://repo.lan/apt ./': 'manual',
    'source:https://b.lan/ ./': 'manual',
  });
  const found = await one(sources, 'source:https://repo.lan/apt ./');
  assert.match(found.steps?.join('\n') ?? '', /sources\.list, line 3, put \[signed-by=/);
  assert.doesNotMatch(JSON.stringify(found), /s3cret/);
});

test('no source of security updates, or one that is switched off, or one of another release', async () => {
  for (const text of [
    MAIN,
    `${MAIN}#${FROM_SECURITY}`,
    MAIN + FROM_SECURITY.replace('bookworm', 'bullseye'),
    MAIN + FROM_SECURITY.replace('deb ', 'deb-src '),
  ]) {
    const found = await one(host({ '/etc/apt/sources.list': text }), 'source:security');
    assert.equal(found.verdict, 'manual', text);
    assert.match(
      found.steps?.join('\n') ?? '',
      /echo 'deb http:\/\/security\.debian\.org\/debian-security bookworm-security main' > /,
    );
  }
  const off = {
    '/etc/apt/sources.list': MAIN,
    '/etc/apt/sources.list.d/s.sources':
      'Types: deb\nURIs: http://x/\nSuites: bookworm-security\nComponents: main\nEnabled: no\n',
  };
  assert.match((await one(host(off), 'source:security')).steps?.[0] ?? '', /take "Enabled: no" out of/);
});

const newer = (...packages: string[]) => ({ [`${SECURITY}_main_binary-amd64_Packages`]: index(...packages) });

test('what waits is named, with the commands: the engine apart, and what is on hold', async () => {
  const given = host({
    ...newer(
      'openssl 3.0.2-1',
      'openssl 3.0.1-9',
      'docker.io 20.10.24+dfsg1-1+deb12u1',
      'runc 1.1.5-2',
      'not-here 9',
      'containerd 1.6.20~ds1-1~bpo1',
    ),
    '/var/lib/dpkg/status': `${ENGINE.replace('Package: runc\nStatus: install', 'Package: runc\nStatus: hold')}`,
  });
  const found = await one(given, 'updates:security');
  assert.equal(found.verdict, 'manual');
  assert.deepEqual(found.steps, [
    'apt-get install --only-upgrade openssl',
    'when containers may restart: apt-get install --only-upgrade docker.io',
    'find out why runc is on hold, then: apt-mark unhold runc',
  ]);
  assert.equal(found.evidence[0]?.says, 'openssl 3.0.2-1, here is 3.0.1-1');
});

test('an update for another architecture, or for what is no longer installed, does not wait', async () => {
  const given = host({
    ...newer('openssl 4 arm64', 'gone 2'),
    '/var/lib/dpkg/status': `${ENTRIES['/var/lib/dpkg/status']}Package: gone\nStatus: deinstall ok config-files\nVersion: 1\nArchitecture: amd64\n\n`,
  });
  assert.deepEqual(await verdicts(given), {});
});

test('where the lists are missing, or cannot be read, nothing is said to be up to date', async () => {
  const { [`${SECURITY}_InRelease`]: _, ...without } = ENTRIES;
  const missing = await one({ entries: without, live: LIVE }, 'updates:security');
  assert.deepEqual([missing.verdict, missing.steps?.[0]], ['manual', 'apt-get update']);
  const { [`${SECURITY}_main_binary-amd64_Packages`]: __, ...plain } = ENTRIES;
  const compressed = { ...plain, [`${SECURITY}_main_binary-amd64_Packages.lz4`]: 'x' };
  const unread = await one({ entries: compressed, live: LIVE }, 'updates:security');
  assert.deepEqual([unread.verdict, unread.steps?.[0]], ['manual', 'apt list --upgradable']);
});

test('dpkg that was interrupted comes first', async () => {
  const found = await one(
    host({ '/var/lib/dpkg/updates/0001': status('openssl 3.0.1-1'), ...newer('openssl 9') }),
    'updates:security',
  );
  assert.deepEqual(found.steps, ['dpkg --configure -a']);
});

test('what is installed and does not run waits for a reboot', async () => {
  const cases: readonly [string, NonNullable<WrittenHost['entries']>, string][] = [
    ['a newer kernel', { '/boot/vmlinuz-6.1.0-21-amd64': '' }, 'pending'],
    ['an older kernel', { '/boot/vmlinuz-6.1.0-9-amd64': '' }, 'met'],
    ['the same kernel', { '/boot/vmlinuz-6.1.0-18-amd64': '' }, 'met'],
    ['a newer kernel for clouds', { '/boot/vmlinuz-6.1.0-21-cloud-amd64': '' }, 'met'],
    ['a rescue image', { '/boot/vmlinuz-0-rescue-ab12': '' }, 'met'],
    [
      'a package that asks',
      { '/run/reboot-required': '', '/run/reboot-required.pkgs': 'dbus\ndbus\n' },
      'pending',
    ],
    [
      'the same kernel, built anew',
      { '/var/lib/dpkg/status': status('linux-image-6.1.0-18-amd64 6.1.76-2', 'openssl 3.0.1-1') },
      'pending',
    ],
  ];
  for (const [what, entries, verdict] of cases) {
    const found = await one(host(entries), 'reboot');
    assert.equal(found.verdict, verdict, what);
    assert.equal(found.pending, verdict === 'pending' ? 'reboot' : undefined, what);
  }
});

test('an image is judged by its files alone', async () => {
  assert.deepEqual(await verdicts({ type: 'image', entries: ENTRIES }), {});
  const found = await assess({ type: 'image', entries: { ...ENTRIES, '/boot/vmlinuz-9-amd64': '' } });
  assert.equal(
    found.find(({ object }) => object === 'reboot'),
    undefined,
  );
  const off = { ...ENTRIES, '/etc/apt/apt.conf.d/20auto-upgrades': '' };
  assert.equal(
    (await verdicts({ type: 'image', entries: off }))['key:APT::Periodic::Unattended-Upgrade'],
    'unmet',
  );
});

test('without the program that upgrades there is nothing to set', async () => {
  const { '/usr/bin/unattended-upgrade': _, ...without } = ENTRIES;
  const given: WrittenHost = {
    entries: { ...without, '/etc/apt/apt.conf.d/20auto-upgrades': '' },
    live: LIVE,
  };
  assert.deepEqual(await verdicts(given), { 'package:unattended-upgrades': 'manual' });
});

test("where apt is not, a person is told that distribution's way", async () => {
  for (const [release, command] of [
    ['ID="rocky"\nID_LIKE="rhel centos fedora"\n', /dnf install dnf-automatic/],
    ['ID=opensuse-leap\nID_LIKE="suse opensuse"\n', /zypper list-patches/],
    ['ID=alpine\n', /apk update/],
    ['', /handbook/],
  ] as const) {
    const found = await assess({ entries: { '/etc/os-release': release }, live: LIVE });
    assert.deepEqual(
      found.map(({ object, verdict }) => [object, verdict]),
      [
        ['updates:automatic', 'manual'],
        ['reboot', 'met'],
      ],
    );
    assert.match(found[0]?.steps?.join('\n') ?? '', command);
  }
});

test('a file that stops apt is refused with its line', async () => {
  await assert.rejects(
    assess(host({ '/etc/apt/apt.conf.d/10bad': '// x\nAPT::Periodic {\n  "a" "b" c;\n};\n' })),
    {
      refusal: {
        code: 'malformed',
        args: { path: '/etc/apt/apt.conf.d/10bad', line: 3, why: 'junk after the value' },
      },
    },
  );
});
