import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/audit/admin-activity.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import { readFacts } from '../../read-facts.ts';
import { withWishes } from '../../with-wishes.ts';

const FILE = '/etc/audit/rules.d/52-holdfast-admin-activity.rules';

interface Given {
  readonly rules?: string;
  readonly loaded?: readonly string[];
  readonly status?: string;
  readonly entries?: NonNullable<WrittenHost['entries']>;
  readonly type?: 'image';
}

function host(given: Given = {}): WrittenHost {
  const { rules, loaded = [], status = 'enabled 1\nfailure 1\n', entries = {}, type = 'live' } = given;
  return {
    type,
    entries: {
      '/usr/sbin/auditctl': 'x',
      '/etc/audit/rules.d': { directory: true },
      '/lib64/ld-linux-x86-64.so.2': 'x',
      ...(rules === undefined ? {} : { '/etc/audit/rules.d/10-a.rules': rules }),
      ...entries,
    },
    live: { 'audit-rule': loaded },
    observations: [[{ type: 'command', argv: ['/usr/sbin/auditctl', '-s'] }, status]],
  };
}

async function assess(written: WrittenHost, commands = 'none') {
  const facts = await readFacts(createMemoryHost(written), playbook.facts);
  return playbook.assess({ facts, params: { commands } });
}

async function verdicts(written: WrittenHost, commands = 'none') {
  return (await assess(written, commands)).map(({ object, verdict }) => `${object} ${verdict}`);
}

async function lines(written: WrittenHost, commands = 'none') {
  return (await assess(written, commands))
    .flatMap(({ wishes }) => wishes.map(({ part }) => part))
    .filter((part) => part?.startsWith('audit:'));
}

test('what is there is recorded; then it is met, and the live rules are those of the file', async () => {
  const entries = {
    '/etc/passwd': 'root:x:0:0::/root:/bin/sh\n',
    '/etc/sudoers': 'Defaults logfile=/var/lib/logs/sudo\n',
    '/var/lib/logs/other': '',
    '/etc/sudoers.d/a': '',
    '/etc/security/limits.conf': '',
    '/etc/localtime': { link: '/usr/share/zoneinfo/UTC' },
    '/usr/share/zoneinfo/UTC': 'x',
    '/usr/bin/sudo': 'x',
    '/usr/sbin/usermod': 'x',
    '/var/log/wtmp': '',
  } as const;
  const own = '-k holdfast-admin-activity';
  const people = '-F auid>=1000 -F auid!=unset';
  const found = await lines(host({ entries }), 'root');
  assert.deepEqual(found, [
    `audit:-a always,exit -F path=/etc/localtime -F perm=wa -k time ${own}`,
    `audit:-a always,exit -F path=/etc/passwd -F perm=wa -k identity ${own}`,
    `audit:-a always,exit -F path=/etc/security/opasswd -F perm=wa -k identity ${own}`,
    `audit:-a always,exit -F path=/etc/sudoers -F perm=wa -k sudo ${own}`,
    `audit:-a always,exit -F dir=/etc/sudoers.d -F perm=wa -k sudo ${own}`,
    `audit:-a always,exit -F path=/var/lib/logs/sudo -F perm=wa -k sudo ${own}`,
    `audit:-a always,exit -F path=/var/log/sudo.log -F perm=wa -k sudo ${own}`,
    `audit:-a always,exit -F path=/var/log/wtmp -F perm=wa -k logins ${own}`,
    `audit:-a always,exit -F path=/usr/bin/sudo -F perm=x ${people} -k privileged ${own}`,
    `audit:-a always,exit -F path=/usr/sbin/usermod -F perm=x ${people} -k privileged ${own}`,
    ...['modules delete_module,finit_module,init_module', 'mounts mount,umount2'].flatMap((each) => {
      const [topic, syscalls] = each.split(' ');
      return ['b64', 'b32'].map(
        (arch) => `audit:-a always,exit -F arch=${arch} -S ${syscalls} ${people} -k ${topic} ${own}`,
      );
    }),
    `audit:-a always,exit -F arch=b64 -S adjtimex,clock_adjtime,clock_settime,settimeofday ${people} -k time ${own}`,
    `audit:-a always,exit -F arch=b32 -S adjtimex,clock_adjtime,clock_settime,settimeofday,stime ${people} -k time ${own}`,
    ...['b64', 'b32'].map(
      (arch) =>
        `audit:-a always,exit -F arch=${arch} -S execve -F auid!=unset -C uid!=euid -k elevated-commands ${own}`,
    ),
    ...['b64', 'b32'].map(
      (arch) => `audit:-a always,exit -F arch=${arch} -S execve ${people} -F euid=0 -k root-commands ${own}`,
    ),
  ]);
  const written = host({ entries });
  const after = await verdicts(withWishes(written, await assess(written, 'root')), 'root');
  assert.deepEqual(
    after.filter((each) => !each.endsWith(' met')),
    [],
  );
});

test('the clock is set by four calls, and by one more that only programs of 32 bits have', async () => {
  const rules = (calls64: string, calls32: string) =>
    `-a always,exit -F arch=b64 -S ${calls64} -k t\n-a always,exit -F arch=b32 -S ${calls32} -k t\n`;
  const of = async (...calls: [string, string]) => {
    const text = rules(...calls);
    const loaded = text.trim().split('\n');
    return (await verdicts(host({ rules: text, loaded }))).find((each) => each.startsWith('calls:time'));
  };
  const all = 'adjtimex,clock_adjtime,clock_settime,settimeofday';
  assert.equal(await of(all, `${all},stime`), 'calls:time met');
  assert.equal(await of(all, all), 'calls:time unmet');
  assert.equal(await of('adjtimex,clock_settime,settimeofday', `${all},stime`), 'calls:time unmet');
});

test('a rule whose directory is missing is not written: it would keep all later ones from loading', async () => {
  const found = await lines(
    host({ entries: { '/etc/sudoers': 'Defaults logfile=/var/log/gone/sudo.log\n' } }),
  );
  assert.deepEqual(
    found.filter((line) => line?.includes('opasswd') || line?.includes('gone')),
    [],
  );
});

test('a log that is thrown away is not watched: every program writes to /dev/null', async () => {
  const entries = {
    '/dev/null': 'x',
    '/var/log/btmp': { link: '/dev/null' },
    '/etc/sudoers': 'Defaults logfile=/dev/null\n',
    '/usr/bin/sudo': 'x',
  } as const;
  assert.deepEqual(
    (await lines(host({ entries }))).filter((line) => line?.includes('/dev/') || line?.includes('btmp')),
    [],
  );
});

test('sudoers that nobody can parse: its log is not known, all else is', async () => {
  const broken = host({
    entries: { '/etc/sudoers': 'Defaults logfile=\nroot ALL=(ALL\n', '/usr/bin/sudo': 'x' },
  });
  assert.ok((await verdicts(broken)).includes('file:/etc/sudoers unmet'));
});

test('what somebody else records counts, in any spelling and shared out over rules', async () => {
  const rule = (arch: string, rest: string) => `-a always,exit -F arch=${arch} ${rest}`;
  const both = (rest: string) => [rule('b64', rest), rule('b32', rest)];
  const table = [
    ['met', both('-S mount -S umount2 -F auid>=1000 -F auid!=-1 -F key=mounts')],
    ['met', both('-S umount2,mount -k m')],
    ['met', [...both('-S mount -k m'), ...both('-S umount2 -F auid!=4294967295 -k m')]],
    ['met', ['-a always,exit -S all -F auid>=1000 -F auid!=unset -k everything']],
    ['unmet', [rule('b64', '-S mount,umount2 -k m')]],
    ['unmet', both('-S mount -F auid>=1000 -F auid!=unset -k mounts')],
    ['unmet', both('-S mount,umount2 -F auid>=1000 -F auid!=unset -F success=1 -k mounts')],
    ['unmet', both('-S mount,umount2 -F uid=0 -k mounts')],
    ['unmet', ['-a always,exit -S mount,umount2 -k noarch']],
    ['unmet', both('-S mount,umount2 -F path=/etc/fstab -k mounts')],
  ] as const;
  for (const [verdict, rules] of table) {
    const { canonicalAuditRule } = await import('../../../../src/formats/canonical-audit-rule.ts');
    const written = host({ rules: `${rules.join('\n')}\n`, loaded: rules.map(canonicalAuditRule) });
    assert.ok((await verdicts(written)).includes(`calls:mounts ${verdict}`), rules.join('\n'));
  }
});

test('a comparison is the same either way round', async () => {
  const theirs = ['b64', 'b32'].map(
    (arch) => `-a always,exit -F arch=${arch} -C euid!=uid -F auid!=unset -S execve -k user_emulation`,
  );
  const written = host({ rules: `${theirs.join('\n')}\n` });
  const [found] = (await assess(written, 'elevated')).filter(({ object }) => object.includes('elevated'));
  assert.deepEqual(
    found?.wishes.map(({ kind, key }) => `${kind} ${key}`),
    ['b64', 'b32'].map(
      (arch) =>
        `audit-rule -a always,exit -F arch=${arch} -S execve -C uid!=euid -F auid!=-1 -F key=user_emulation`,
    ),
  );
});

test('one size is recorded: only the other is written and loaded', async () => {
  const theirs = '-a always,exit -F arch=b64 -S mount,umount2 -F key=mounts';
  const written = host({ rules: `${theirs}\n`, loaded: [theirs] });
  const [found] = (await assess(written)).filter(({ object }) => object === 'calls:mounts');
  const line = '-F arch=b32 -S mount,umount2 -F auid>=1000';
  assert.deepEqual(
    found?.wishes.map(({ kind, key, part }) => [kind, part === 'mode' ? part : (part ?? key).includes(line)]),
    [
      ['entry', true],
      ['entry', 'mode'],
      ['audit-rule', true],
    ],
  );
  assert.match(found?.evidence.map(({ says }) => says).join('\n') ?? '', /no rule for mount, umount2/);
});

test('a kernel that knows no 32-bit programs is not asked to record theirs', async () => {
  const written = host();
  const { '/lib64/ld-linux-x86-64.so.2': _, ...entries } = { ...written.entries };
  assert.deepEqual(
    (await lines({ ...written, entries })).filter((line) => line?.includes('b32')),
    [],
  );
});

test('a rule that silences calls, or all of them, is named and not written around', async () => {
  for (const [rule, hit] of [
    ['-a never,task', true],
    ['-a never,exit -F arch=b64 -S mount', true],
    ['-a never,exit -S all', true],
    ['-a never,exit -F arch=b64 -S chmod', false],
    ['-a never,exit -F arch=b64 -S mount -F exe=/usr/bin/fuse', false],
    ['-a never,user', false],
  ] as const) {
    const found = (await assess(host({ rules: `${rule}\n` }))).find(
      ({ object }) => object === 'calls:mounts',
    );
    assert.equal(found?.verdict, hit ? 'manual' : 'unmet', rule);
    if (hit) assert.match(found?.steps?.[0] ?? '', /^remove "-a never/);
  }
});

test('rules by login name nobody where PAM does not tell the kernel who came in', async () => {
  const pam = (sshd: string, other = '') =>
    host({ entries: { '/etc/pam.d/sshd': sshd, '/etc/pam.d/common': other, '/etc/pam.d/su': '' } });
  const table = [
    ['met', pam('session    required     pam_loginuid.so\n')],
    ['met', pam('-session [success=ok default=ignore] /lib/security/pam_loginuid.so\n')],
    ['met', pam('@include common\n', 'session optional pam_loginuid.so\n')],
    ['met', pam('session substack common\n', 'session optional pam_loginuid.so\n')],
    ['manual', pam('')],
    ['manual', pam('# session required pam_loginuid.so\n')],
    ['manual', pam('auth include common\n', 'session optional pam_loginuid.so\n')],
    ['manual', pam('auth required pam_loginuid.so\n')],
    ['manual', pam('@include sshd\n')],
  ] as const;
  for (const [verdict, written] of table) {
    const [found, ...others] = (await verdicts(written)).filter((each) => each.startsWith('pam:'));
    assert.deepEqual([found, others], [`pam:sshd ${verdict}`, []], JSON.stringify(written.entries));
  }
});

test('locked: the file is written and waits; a flood must not be a panic', async () => {
  const locked = host({ status: 'enabled 2\nfailure 1\n' });
  const found = await assess(locked);
  assert.deepEqual(
    new Set(found.flatMap(({ wishes }) => wishes.map(({ kind }) => kind))),
    new Set(['entry']),
  );
  const after = await assess(withWishes(locked, found));
  assert.deepEqual(new Set(after.map(({ pending }) => pending)), new Set(['reboot']));
  const panics = await assess(host({ rules: '-f 2\n' }));
  assert.deepEqual(new Set(panics.map(({ verdict }) => verdict)), new Set(['manual']));
});

test('in an image only files count', async () => {
  const image = host({ type: 'image' });
  const found = await assess(image);
  assert.deepEqual(
    new Set(found.flatMap(({ wishes }) => wishes.map(({ kind }) => kind))),
    new Set(['entry']),
  );
  assert.deepEqual(
    (await verdicts(withWishes(image, found))).filter((each) => !each.endsWith(' met')),
    [],
  );
  assert.ok(found.every(({ wishes }) => wishes.some(({ key }) => key === FILE)));
});
