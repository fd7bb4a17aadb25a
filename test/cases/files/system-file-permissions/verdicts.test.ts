import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/files/system-file-permissions.ts';
import { findWords, looseFiles } from '../../../../src/facts/loose-files.ts';
import { parseMountinfo } from '../../../../src/formats/mountinfo.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import { Refused } from '../../../../src/model/refusal.ts';
import type { Requirement } from '../../../../src/model/requirement.ts';
import { readFacts } from '../../read-facts.ts';
import { withWishes } from '../../with-wishes.ts';
import { aclValue } from '../acl-value.ts';

type Entries = NonNullable<WrittenHost['entries']>;

const OVERRIDES = '/var/lib/dpkg/statoverride';
const MOUNTS = '1 0 8:1 / / rw - ext4 /dev/sda1 rw\n';
const BASE: Entries = {
  '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nalice:x:1000:1000::/home/alice:/bin/bash\n',
  '/etc/group': 'root:x:0:\nadm:x:4:\nshadow:x:42:\nstaff:x:50:\n',
  '/etc/shadow': { mode: 0o640, gid: 42 },
  '/etc/sudoers': { mode: 0o440 },
  '/etc/sudoers.d': { directory: true, mode: 0o750 },
  '/etc/audit': { directory: true, mode: 0o750 },
  '/etc/audit/rules.d': { directory: true, mode: 0o750 },
};
const hostWith = (entries: Entries, mountinfo = MOUNTS): WrittenHost => ({
  entries: { ...BASE, ...entries },
  observations: [
    [{ type: 'processes' }, '[]'],
    [{ type: 'proc', path: 'self/mountinfo' }, mountinfo],
  ],
});

/** As the engine does where `scan` is not set: the search is spared. */
async function assess(host: WrittenHost): Promise<readonly Requirement[]> {
  const { loose: _, ...facts } = playbook.facts;
  const read = await readFacts(createMemoryHost(host), facts);
  return playbook.assess({ facts: { ...read, loose: null as never }, params: { scan: false } });
}
const wrong = (found: readonly Requirement[]) =>
  Object.fromEntries(
    found
      .filter(({ verdict, object }) => verdict !== 'met' && object !== 'loose-files')
      .map(({ object, verdict }) => [object, verdict]),
  );
const of = (found: readonly Requirement[], object: string): Requirement => {
  const requirement = found.find((each) => each.object === object);
  assert.ok(requirement, object);
  return requirement;
};
const wishesOf = (found: readonly Requirement[]) =>
  found.flatMap(({ wishes }) => wishes.map(({ key, part, desired }) => [key, part, desired]));

const RULES: readonly (readonly [path: string, right: number, wrong: number, desired: number])[] = [
  ['/etc/passwd-', 0o644, 0o646, 0o644],
  ['/etc/shadow-', 0o640, 0o644, 0o640],
  ['/etc/gshadow', 0o000, 0o660, 0o640],
  ['/etc/security/opasswd', 0o600, 0o640, 0o600],
  ['/etc/ssh/sshd_config', 0o600, 0o644, 0o600],
  ['/etc/ssh/sshd_config.d/a.conf', 0o600, 0o644, 0o600],
  ['/etc/ssh/ssh_host_ed25519_key', 0o600, 0o644, 0o600],
  ['/etc/ssh/ssh_host_ed25519_key.pub', 0o644, 0o664, 0o644],
  ['/etc/sudoers.d/x', 0o400, 0o644, 0o440],
  ['/etc/crontab', 0o600, 0o644, 0o600],
  ['/boot/grub/grub.cfg', 0o400, 0o444, 0o400],
  ['/etc/audit/auditd.conf', 0o640, 0o644, 0o640],
  ['/etc/audit/rules.d/a.rules', 0o600, 0o604, 0o600],
  ['/usr/sbin/auditctl', 0o750, 0o777, 0o755],
];
for (const [path, right, open, desired] of RULES) {
  test(`the mode of ${path}`, async () => {
    assert.deepEqual(wrong(await assess(hostWith({ [path]: { mode: right } }))), {});
    const found = (await assess(hostWith({ [path]: { mode: open } }))).filter(
      ({ object }) => object === `file:${path}`,
    );
    assert.deepEqual(
      wishesOf(found).filter(([, part]) => part === 'mode'),
      [[path, 'mode', desired]],
    );
  });
}

test('directories may have setgid and sticky, and no others in them', async () => {
  const found = await assess(
    hostWith({
      '/etc/cron.d': { directory: true, mode: 0o755 },
      '/etc/cron.daily': { directory: true, mode: 0o2700 },
      '/etc/sudoers.d': { directory: true, mode: 0o755 },
      '/var/log/audit': { directory: true, mode: 0o750, gid: 4 },
      '/etc/audit': { directory: true, mode: 0o755, gid: 4 },
    }),
  );
  assert.deepEqual(wishesOf(found), [
    ['/etc/audit', 'mode', 0o750],
    ['/etc/audit', 'group', 0],
    ['/etc/cron.d', 'mode', 0o700],
    ['/etc/sudoers.d', 'mode', 0o750],
  ]);
});

test('a mode is a set of bits: 0606 is less than 0640, and open to all', async () => {
  for (const [mode, desired] of [
    [0o606, 0o600],
    [0o604, 0o600],
    [0o657, 0o640],
  ] as const) {
    const found = await assess(hostWith({ '/etc/shadow': { mode, gid: 42 } }));
    assert.deepEqual(wishesOf(found), [['/etc/shadow', 'mode', desired]]);
  }
});

test('hashes belong to the group that unix_chkpwd runs with, where there is one', async () => {
  const debian = await assess(hostWith({ '/etc/shadow': { mode: 0o640, uid: 1000, gid: 50 } }));
  assert.deepEqual(wishesOf(debian), [
    ['/etc/shadow', 'owner', 0],
    ['/etc/shadow', 'group', 42],
  ]);
  const rootToo = await assess(hostWith({ '/etc/shadow': { mode: 0, gid: 0 } }));
  assert.deepEqual(wrong(rootToo), {});
  const redHat = await assess(
    hostWith({ '/etc/group': 'root:x:0:\n', '/etc/shadow': { mode: 0o640, gid: 42 } }),
  );
  assert.deepEqual(wishesOf(redHat), [['/etc/shadow', 'group', 0]]);
});

test('an access control list opens hashes that a mode of 0640 seems to close', async () => {
  const withList = (mode: number, ...entries: readonly (readonly number[])[]) => {
    const list = aclValue(...entries);
    return hostWith({ '/etc/shadow': { mode, gid: 42, xattrs: { 'system.posix_acl_access': list } } });
  };
  const found = await assess(withList(0o640, [1, 6], [2, 4, 1000], [4, 4], [8, 4, 4], [16, 4], [32, 0]));
  assert.deepEqual(wrong(found), { 'acl:passwords': 'manual' });
  assert.deepEqual(of(found, 'acl:passwords').steps, [
    'setfacl -x user:alice /etc/shadow',
    'setfacl -x group:adm /etc/shadow',
  ]);
  // The mask leaves them nothing, or nobody is named.
  assert.deepEqual(wrong(await assess(withList(0o600, [1, 6], [2, 4, 1000], [4, 4], [16, 0], [32, 0]))), {});
  assert.deepEqual(wrong(await assess(withList(0o640, [1, 6], [2, 4, 0], [4, 4], [16, 4], [32, 0]))), {});
});

test('where ls marks lists only those are looked at, and busybox marks none', async () => {
  const list = aclValue([1, 6], [2, 4, 1000], [4, 4], [16, 4], [32, 0]);
  const shadow = { mode: 0o640, gid: 42, xattrs: { 'system.posix_acl_access': list } };
  const argv = ['/usr/bin/ls', '-dlU', '--', '/etc/shadow', '/etc/gshadow'] as const;
  const named = async (ls: NonNullable<WrittenHost['entries']>, mark: string) => {
    const host = hostWith({ '/etc/shadow': shadow, '/etc/gshadow': shadow, ...ls });
    const lines = `-rw-r-----${mark} 1 root shadow 7 Jan 1 1970 /etc/shadow\n-rw-r-----+ 1 root\n`;
    const observations = [...(host.observations ?? []), [{ type: 'command', argv }, lines] as const];
    return of(await assess({ ...host, observations }), 'acl:passwords').evidence.map(({ source }) => source);
  };
  const both = ['/etc/shadow', '/etc/gshadow'];
  assert.deepEqual(await named({ '/usr/bin/ls': 'x' }, '+'), both);
  assert.deepEqual(await named({ '/usr/bin/ls': 'x' }, '.'), ['/etc/gshadow']);
  assert.deepEqual(await named({ '/usr/bin/ls': { link: 'busybox' }, '/usr/bin/busybox': 'x' }, ' '), both);
});

test('a host key may be read by the group ssh_keys, and by no other', async () => {
  const key = '/etc/ssh/ssh_host_rsa_key';
  const group = 'root:x:0:\nshadow:x:42:\nssh_keys:x:998:\n';
  const old = await assess(hostWith({ '/etc/group': group, [key]: { mode: 0o640, gid: 998 } }));
  assert.deepEqual(wrong(old), {});
  const other = await assess(hostWith({ '/etc/group': group, [key]: { mode: 0o640, gid: 42 } }));
  assert.deepEqual(wishesOf(other), [
    [key, 'mode', 0o600],
    [key, 'group', 0],
  ]);
});

test('right now and wrong after an upgrade: what dpkg is told to give it counts', async () => {
  const host = hostWith({
    [OVERRIDES]: `root root 4755 /usr/bin/x\nroot staff 664 /etc/crontab\n`,
    '/etc/crontab': { mode: 0o600 },
  });
  const found = await assess(host);
  assert.deepEqual(wishesOf(found), [[OVERRIDES, 'statoverride:/etc/crontab', 'root root 600']]);
  assert.deepEqual(of(found, 'file:/etc/crontab').evidence, [
    { source: '/etc/crontab', says: 'mode 0600, root:root', wins: true },
    { source: OVERRIDES, line: 2, says: 'dpkg gives it mode 0664, root:staff at each upgrade', wins: true },
  ]);
  assert.deepEqual(wrong(await assess(withWishes(host, found))), {});
});

test('an override that gives no more is left alone, and one over a link such as /sbin is found', async () => {
  const right = hostWith({ [OVERRIDES]: '#0 shadow 640 /etc/shadow\n' });
  assert.deepEqual(wrong(await assess(right)), {});
  const linked = hostWith({
    '/sbin': { link: 'usr/sbin' },
    '/usr/sbin/auditctl': { mode: 0o755 },
    [OVERRIDES]: 'root nosuch 755 /sbin/auditctl\n',
  });
  assert.deepEqual(wishesOf(await assess(linked)), [
    [OVERRIDES, 'statoverride:/sbin/auditctl', 'root root 755'],
  ]);
});

test('right now and wrong after a reboot: what systemd gives it at boot counts', async () => {
  const source = '/usr/lib/tmpfiles.d/site.conf';
  const host = hostWith({
    [source]: '# c\nz /etc/shado? 0644 root root\n',
    '/etc/cron.d': { directory: true, mode: 0o700 },
  });
  const found = await assess(host);
  assert.deepEqual(wrong(found), { 'file:/etc/shadow': 'manual' });
  const { steps, evidence } = of(found, 'file:/etc/shadow');
  assert.deepEqual(evidence.at(-1), {
    source,
    line: 2,
    says: 'z /etc/shado? 0644 root root: given to it at each boot',
    wins: true,
  });
  assert.deepEqual(steps, [`cp ${source} /etc/tmpfiles.d/site.conf, and correct line 2 of the copy`]);
  // A copy in /etc hides the package's; what gives no more, or only to what is new, is no matter.
  const hidden = { [source]: 'z /etc/shadow 0644\n', '/etc/tmpfiles.d/site.conf': '# none\n' };
  assert.deepEqual(wrong(await assess(hostWith(hidden))), {});
  for (const line of [
    'z /etc/shadow 0600 root shadow',
    'z /etc/shadow :0644 :nobody :users',
    'z /etc/shadow ~0644',
    'Z /etc/sshd 0777',
    'L /etc/shadow 0777',
    'z /etc/shadow - 0 -',
    "z /etc/shadow 0777 'root",
  ])
    assert.deepEqual(wrong(await assess(hostWith({ [source]: `${line}\n` }))), {}, line);
  for (const line of [
    'Z /etc 0755',
    'f /etc/shadow 666',
    'z! /etc/shadow - nobody -',
    '"z" "/etc/shadow" "0604"',
  ])
    assert.deepEqual(
      wrong(await assess(hostWith({ [source]: `${line}\n` })))['file:/etc/shadow'],
      'manual',
      line,
    );
});

test('a database that dpkg itself would refuse is refused, not guessed', async () => {
  for (const text of [
    'root root /etc/crontab\n',
    'root root 600 /a\nroot root 600 /a\n',
    'root root 600 /a',
  ]) {
    await assert.rejects(
      assess(hostWith({ [OVERRIDES]: text })),
      (error) => error instanceof Refused && error.refusal.code === 'malformed',
    );
  }
});

test('a link in the place of a file: nothing is changed through it', async () => {
  const found = await assess(
    hostWith({
      '/etc/sudoers.d/x': { link: '/home/alice/rules' },
      '/home/alice/rules': { mode: 0o644, uid: 1000 },
    }),
  );
  assert.equal(of(found, 'file:/etc/sudoers.d/x').verdict, 'manual');
  assert.deepEqual(wishesOf(found), []);
  const gone = await assess(hostWith({ '/etc/sudoers.d/x': { link: '/nowhere' } }));
  assert.equal(
    gone.find(({ object }) => object === 'file:/etc/sudoers.d/x'),
    undefined,
  );
});

test('a file system without modes: the mount decides, so chmod is of no use', async () => {
  const vfat = `${MOUNTS}2 1 8:2 / /boot rw - vfat /dev/sda2 rw\n`;
  const found = await assess(hostWith({ '/boot/grub/grub.cfg': { mode: 0o755 } }, vfat));
  assert.equal(of(found, 'file:/boot/grub/grub.cfg').verdict, 'manual');
  assert.match(of(found, 'file:/boot/grub/grub.cfg').steps?.[0] ?? '', /umask=0077/);
});

test('a directory above that all may write to is closed; one of a group stays with it', async () => {
  const open = await assess(hostWith({ '/etc': { directory: true, mode: 0o777 } }));
  assert.deepEqual(wishesOf(open), [['/etc', 'mode', 0o775]]);
  // Ubuntu's: rsyslog makes its files there.
  const log = await assess(
    hostWith({
      '/var/log': { directory: true, mode: 0o775, gid: 50 },
      '/var/log/audit': { directory: true, mode: 0o700 },
    }),
  );
  assert.deepEqual(wrong(log), {});
});

test('names are bytes, and hostile', async () => {
  const path = "/etc/sudoers.d/x' ;\n\u001b[2J\udcfe";
  const found = await assess(hostWith({ [path]: { mode: 0o644 } }));
  assert.deepEqual(wishesOf(found), [[path, 'mode', 0o440]]);
});

test('nothing there, nothing said of it', async () => {
  const found = await assess({ type: 'image', entries: {} });
  assert.deepEqual(
    found.map(({ object, verdict }) => [object, verdict]),
    [['loose-files', 'not-applicable']],
  );
});

const SEARCHED = [
  ...['1 0 8:1 / / rw - ext4 /dev/sda1 rw', '2 1 8:2 / /home rw - xfs /dev/sdb1 rw'],
  ...[
    '3 1 8:3 / /var/lib/docker rw - ext4 /dev/sdc rw',
    '4 3 0:50 / /var/lib/docker/overlay2/x/merged rw - overlay overlay rw',
  ],
  ...[
    '5 1 0:60 / /mnt/nas rw - nfs4 nas:/x rw',
    '6 1 0:61 / /run rw - tmpfs tmpfs rw',
    '7 1 8:2 /a /srv/a rw - xfs /dev/sdb1 rw',
  ],
].join('\n');

test("a search begins at local file systems, each once, and never enters Docker's data or the network", () => {
  const words = findWords(parseMountinfo(`${SEARCHED}\n`), ['/var/lib/docker', '/srv/[a]*']);
  assert.deepEqual(words.slice(0, 3), ['/', '/home', '-xdev']);
  assert.deepEqual(words.slice(4, 12), [
    ...['-path', '/var/lib/docker', '-prune', '-o'],
    ...['-path', String.raw`/srv/\[a]\*`, '-prune', '-o'],
  ]);
});

test('a host without local file systems is not searched: find would begin where Holdfast was started', async () => {
  const memory = hostWith({}, '1 0 0:60 / / rw - tmpfs tmpfs rw\n');
  const { loose } = await readFacts(createMemoryHost(memory), { loose: looseFiles });
  assert.deepEqual(loose, []);
});

async function searched(says: string | null): Promise<readonly Requirement[]> {
  const host = hostWith({ '/var/lib/docker': { directory: true } });
  const data = ['/var/lib/docker'];
  const argv = ['/usr/bin/find', ...findWords(parseMountinfo(MOUNTS), data)] as const;
  const seen = says === null ? [] : ([[{ type: 'command', argv }, says]] as const);
  const observations = [...(host.observations ?? []), ...seen];
  const facts = await readFacts(createMemoryHost({ ...host, observations }), playbook.facts);
  return playbook.assess({ facts, params: { scan: true } });
}

test('what a search finds is for a person, one by one, with commands for it', async () => {
  const found = await searched(
    'f 666 0 0 /etc/a b\0d 777 0 0 /srv/in\0f 644 4711 0 /opt/x\ny\0l 777 0 4712 /opt/l\0',
  );
  const loose = found.filter(({ object }) => object.startsWith('loose'));
  assert.deepEqual(
    loose.map(({ object, verdict, steps }) => [object, verdict, steps?.[0]]),
    [
      ['loose:/etc/a b', 'manual', "chmod o-w '/etc/a b': mode 0664"],
      ['loose:/srv/in', 'manual', 'chmod +t /srv/in where many users need it, else chmod o-w /srv/in'],
      [
        'loose:/opt/x\ny',
        'manual',
        "chown USER '/opt/x\ny', or remove it: uid 4711 has no name, and whoever is given it next owns it",
      ],
      ['loose:/opt/l', 'manual', 'chgrp GROUP /opt/l: gid 4712 has no name'],
    ],
  );
});

test('nothing found is met, a flood is cut, a search that fails is unknown, and none is said to be none', async () => {
  assert.equal(of(await searched(''), 'loose-files').verdict, 'met');
  const flood = await searched(Array.from({ length: 60 }, (_, i) => `f 666 0 0 /x${i}\0`).join(''));
  assert.equal(of(flood, 'loose-files').verdict, 'manual');
  assert.equal(flood.filter(({ object }) => object.startsWith('loose:')).length, 50);
  assert.equal(of(await searched(null), 'loose-files').verdict, 'unknown');
  assert.equal(of(await assess(hostWith({})), 'loose-files').verdict, 'not-applicable');
  assert.deepEqual(playbook.spares?.({ scan: false }), ['loose']);
  assert.deepEqual(playbook.spares?.({ scan: true }), []);
});
