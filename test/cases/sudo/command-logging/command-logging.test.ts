import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/sudo/command-logging.ts';
import { createMemoryHost, type WrittenEntry } from '../../../../src/host/memory-host.ts';
import type { Path } from '../../../../src/model/path.ts';
import { Refused } from '../../../../src/model/refusal.ts';
import type { Requirement } from '../../../../src/model/requirement.ts';
import { readFacts } from '../../read-facts.ts';
import { withWishes } from '../../with-wishes.ts';

type Entries = { readonly [path: Path]: WrittenEntry };

const DROP_IN = '/etc/sudoers.d/zz-holdfast-command-logging';
const SITE = '/etc/sudoers.d/site';
const ROTATE = '/etc/logrotate.d/holdfast-sudo';
const HEADER = '# Sorts last, so that it wins. Written by Holdfast: sudo/command-logging.\n';
/** As Debian's packages leave it. */
const DEBIAN: Entries = {
  '/usr/bin/sudo': '',
  '/etc/hostname': 'web1\n',
  '/etc/passwd': 'root:x:0:0::/root:/bin/bash\nalice:x:1000:1000::/home/alice:/bin/bash\n',
  '/etc/sudoers':
    'Defaults\tenv_reset\nDefaults\tuse_pty\nroot ALL=(ALL:ALL) ALL\n%sudo ALL=(ALL:ALL) ALL\n@includedir /etc/sudoers.d\n',
  '/etc/sudoers.d/README': '# nothing\n',
  '/usr/sbin/logrotate': '',
  '/etc/logrotate.conf': 'weekly\nrotate 4\ncreate\ninclude /etc/logrotate.d\n',
  '/etc/logrotate.d/dpkg': '/var/log/dpkg.log {\n\tmonthly\n}\n',
};
const DEFAULT = { logfile: '/var/log/sudo.log', output: false };

async function assess(
  entries: Entries,
  params: Partial<typeof DEFAULT> = {},
): Promise<readonly Requirement[]> {
  const facts = await readFacts(createMemoryHost({ entries: { ...DEBIAN, ...entries } }), playbook.facts);
  return playbook.assess({ facts, params: { ...DEFAULT, ...params } });
}
/** What is not met. */
const verdicts = (found: readonly Requirement[]) =>
  Object.fromEntries(
    found.filter(({ verdict }) => verdict !== 'met').map(({ object, verdict }) => [object, verdict]),
  );
const of = (found: readonly Requirement[], object: string): Requirement => {
  const requirement = found.find((each) => each.object === object);
  assert.ok(requirement, `${object} in ${found.map((each) => each.object).join(', ')}`);
  return requirement;
};
/** The host once all wishes of these are fulfilled. */
function fixed(entries: Entries, found: readonly Requirement[]): Entries {
  const texts = found.flatMap(({ wishes }) => wishes.filter(({ part }) => part === 'text'));
  const others = found.map((each) => ({
    ...each,
    wishes: each.wishes.filter(({ part }) => part !== 'text'),
  }));
  const after = withWishes({ entries: { ...DEBIAN, ...entries } }, others).entries ?? {};
  return { ...after, ...Object.fromEntries(texts.map(({ key, desired }) => [key, String(desired)])) };
}
const RIGHT = {
  [SITE]: 'Defaults logfile=/var/log/sudo.log\n',
  '/etc/logrotate.d/site': '/var/log/*.log {\n}\n',
};

test('a stock Debian: a log of its own, which is rotated', async () => {
  const found = await assess({});
  assert.deepEqual(verdicts(found), { 'setting:logfile': 'unmet', 'log:/var/log/sudo.log': 'unmet' });
  const after = fixed({}, found);
  assert.equal(after[DROP_IN], `${HEADER}Defaults logfile=/var/log/sudo.log\n`);
  assert.match(String(after[ROTATE]), /^\/var\/log\/sudo\.log \{\n {4}weekly\n {4}rotate 53\n/m);
  assert.deepEqual(
    of(found, 'setting:logfile')
      .wishes.filter(({ part }) => !part?.startsWith('sudoers:'))
      .map(({ part, desired }) => [part, desired]),
    [
      ['mode', 0o440],
      ['owner', 0],
      ['group', 0],
    ],
  );
  assert.deepEqual(verdicts(await assess(after)), {});
});

/** What a file in sudoers.d says, and what is then not met; what is unmet must be met by what it wishes for. */
const TABLE: { readonly [what: string]: readonly [text: string, verdicts: Record<string, string>] } = {
  'right by another hand': ['', {}],
  'another file, in quotes': [
    'Defaults logfile = "/var/log/sudo/commands.log", use_pty, syslog=local2\n',
    { 'log:/var/log/sudo/commands.log': 'unmet' },
  ],
  'everything in one line, and a second word': ['Defaults !log_denied, log_denied\n', {}],
  'the last word wins: the log is off again': ['Defaults !logfile\n', { 'setting:logfile': 'unmet' }],
  'no terminal of its own, for all': ['Defaults !use_pty\n', { 'setting:use_pty': 'unmet' }],
  'for a user': ['Defaults:alice !use_pty\n', { 'setting:use_pty': 'unmet' }],
  'for a group, put out of force by a later line for all': [
    'Defaults:%sudo !use_pty\nDefaults use_pty\n',
    {},
  ],
  'for a target': ['Defaults>postgres !log_allowed\n', { 'setting:log_allowed': 'unmet' }],
  'for this host': ['Defaults@web1 !log_denied\n', { 'setting:log_denied': 'unmet' }],
  'for another host': ['Defaults@web2 !log_denied, !syslog, logfile=/tmp/x\n', {}],
  'for a command, which no line for all puts out of force': [
    'Defaults!/usr/bin/docker !log_allowed, !use_pty\nDefaults log_allowed, use_pty\n',
    { 'setting:log_allowed': 'unmet', 'setting:use_pty': 'unmet' },
  ],
  'for an alias of commands, and taken back': [
    'Cmnd_Alias QUIET = /bin/ls, /bin/cat\nDefaults!QUIET !log_allowed\nDefaults!QUIET log_allowed\n',
    {},
  ],
  "the system's log is off": ['Defaults !syslog\n', { 'setting:syslog': 'unmet' }],
  'no priority is as good as off': [
    'Defaults syslog_goodpri=none, !syslog_badpri\n',
    { 'setting:syslog_goodpri': 'unmet', 'setting:syslog_badpri': 'unmet' },
  ],
  'into nothing': ['Defaults logfile=/dev/null\n', { 'setting:logfile': 'unmet' }],
  'where anybody may write, for a user': [
    'Defaults:alice logfile=/tmp/sudo.log\n',
    { 'setting:logfile': 'unmet' },
  ],
  'what people type is recorded, passwords and all': [
    'Defaults log_input, log_output\n',
    { 'setting:log_input': 'manual', 'setting:log_output': 'manual' },
  ],
  'the same for one command': ['Defaults!/bin/bash log_input\n', { 'setting:log_input': 'manual' }],
};

for (const [what, [text, expected]] of Object.entries(TABLE)) {
  test(`${what}, and what it wishes for is enough`, async () => {
    const entries = { ...RIGHT, [SITE]: `Defaults logfile=/var/log/sudo.log\n${text}` };
    const before = await assess(entries);
    assert.deepEqual(verdicts(before), expected);
    const after = await assess(fixed(entries, before));
    const left = Object.entries(expected).filter(([, verdict]) => verdict === 'manual');
    assert.deepEqual(verdicts(after), Object.fromEntries(left));
    assert.deepEqual(
      after.flatMap(({ wishes }) => wishes),
      [],
    );
  });
}

test('evidence names the line that decides, and the one that it overrides', async () => {
  const found = await assess({
    ...RIGHT,
    '/etc/sudoers': 'Defaults use_pty\n@includedir /etc/sudoers.d\n',
    '/etc/sudoers.d/zz-late': '# c\nDefaults:alice !use_pty\n',
  });
  assert.deepEqual(of(found, 'setting:use_pty').evidence, [
    { source: '/etc/sudoers', line: 1, says: 'Defaults use_pty', wins: false },
    { source: '/etc/sudoers.d/zz-late', line: 2, says: 'Defaults:alice !use_pty', wins: true },
  ]);
});

test('a file that is read after ours, and decides, is for a person', async () => {
  const found = await assess({ ...RIGHT, '/etc/sudoers.d/zzz-last': 'Defaults !logfile\n' });
  assert.deepEqual(verdicts(found), { 'setting:logfile': 'manual' });
  assert.deepEqual(of(found, 'setting:logfile').steps, [
    'visudo -f /etc/sudoers.d/zzz-last',
    'line 1 is read after our own file and decides; take it out: Defaults !logfile',
    'then plan again',
  ]);
});

test('without an includedir, and with a directory that sudo ignores, our file would not be read', async () => {
  const alone = await assess({ ...RIGHT, '/etc/sudoers': 'Defaults use_pty\nroot ALL=(ALL) ALL\n' });
  assert.match(of(alone, 'setting:logfile').steps?.[1] ?? '', /add the line "@includedir \/etc\/sudoers.d"/);
  const open = await assess({ '/etc/sudoers.d': { directory: true, mode: 0o777 } });
  assert.match(of(open, 'setting:logfile').steps?.[0] ?? '', /sudo ignores \/etc\/sudoers.d/);
});

test('another file in the policy: our own line follows, that of others stays', async () => {
  const ours = {
    [DROP_IN]: `${HEADER}Defaults logfile=/var/log/sudo.log\n`,
    '/etc/logrotate.d/x': '/var/log/*.log {\n}\n',
  };
  const elsewhere = { logfile: '/srv/logs/sudo.log' };
  const found = await assess(ours, elsewhere);
  assert.deepEqual(verdicts(found), { 'setting:logfile': 'unmet', 'log:/srv/logs/sudo.log': 'unmet' });
  const after = fixed(ours, found);
  assert.deepEqual(after[DROP_IN], {
    content: `${HEADER}Defaults logfile=/srv/logs/sudo.log\n`,
    mode: 0o440,
    uid: 0,
    gid: 0,
  });
  assert.deepEqual(verdicts(await assess(after, elsewhere)), {});
  assert.deepEqual(verdicts(await assess(RIGHT, elsewhere)), {});
});

test('a path that is none, and one that would write more than a line, is refused before it is written', async () => {
  for (const logfile of [
    '',
    'sudo.log',
    '/tmp/sudo.log',
    '/dev/null',
    '/var/log/',
    '/var/log/a b',
    '/var/log/x"\nALL ALL=(ALL) NOPASSWD: ALL',
  ]) {
    const found = await assess({}, { logfile });
    assert.deepEqual(verdicts(found), { 'param:logfile': 'manual' }, logfile);
    assert.deepEqual(found[0]?.wishes, []);
  }
});

test('what commands print is recorded where the policy says so, and what is typed never', async () => {
  const found = await assess(RIGHT, { output: true });
  assert.deepEqual(verdicts(found), { 'setting:log_output': 'unmet' });
  const after = fixed(RIGHT, found);
  assert.deepEqual(verdicts(await assess(after, { output: true })), {});
  const replay = {
    ...RIGHT,
    [SITE]: `${RIGHT[SITE]}Defaults log_output\nDefaults!/usr/bin/sudoreplay !log_output\n`,
  };
  assert.deepEqual(verdicts(await assess(replay, { output: true })), {});
  const typed = { ...RIGHT, [SITE]: `${RIGHT[SITE]}Defaults log_output, log_input\n` };
  assert.deepEqual(verdicts(await assess(typed, { output: true })), { 'setting:log_input': 'manual' });
});

test('whether what is typed was meant to be recorded, only a person can tell', async () => {
  const found = await assess({ ...RIGHT, '/etc/sudoers.d/x y': 'Defaults:alice log_input\n' });
  assert.deepEqual(of(found, 'setting:log_input').steps, [
    'see who may read what is recorded (sudoreplay -l; iolog_dir, /var/log/sudo-io by default), and whether it is wanted',
    "visudo -f '/etc/sudoers.d/x y'",
    'take log_input out of line 1: Defaults:alice log_input',
    'then plan again',
  ]);
});

test('a second section for the same log would be an error: who rotates it already is left alone', async () => {
  for (const conf of [
    '/var/log/sudo.log\n{\n  weekly\n}\n',
    '# c\n"/var/log/sudo.log" /var/log/x { daily }\n',
    '/var/log/x {\n postrotate\n  echo /var/log/sudo.log {\n endscript\n}\n/var/log/s*.log {\n}\n',
  ])
    assert.deepEqual(verdicts(await assess({ ...RIGHT, '/etc/logrotate.d/site': conf })), {}, conf);
  for (const [path, conf] of [
    ['/etc/logrotate.d/site', '/var/log/sudo.log.old {\n}\n# /var/log/sudo.log {\n'],
    ['/etc/logrotate.d/site.dpkg-old', '/var/log/sudo.log {\n}\n'],
    ['/etc/logrotate.d/site', '/var/log/x {\n postrotate\n/var/log/sudo.log {\n endscript\n}\n'],
  ] as const)
    assert.deepEqual(
      verdicts(await assess({ [SITE]: RIGHT[SITE], [path]: conf })),
      { 'log:/var/log/sudo.log': 'unmet' },
      conf,
    );
});

test('without logrotate a person is told that the log grows', async () => {
  const { '/usr/sbin/logrotate': _, ...bare } = DEBIAN;
  const facts = await readFacts(createMemoryHost({ entries: bare }), playbook.facts);
  const found = playbook.assess({ facts, params: DEFAULT });
  assert.deepEqual(verdicts(found), { 'setting:logfile': 'unmet', 'log:/var/log/sudo.log': 'manual' });
});

test('where no drop-in of logrotate is read, a person is told', async () => {
  const found = await assess({ [SITE]: RIGHT[SITE], '/etc/logrotate.conf': 'weekly\n' });
  assert.deepEqual(verdicts(found), { 'log:/var/log/sudo.log': 'manual' });
});

test('sudo-rs has a terminal by itself, knows no log file, and is given no setting that it would stop at', async () => {
  const rs = {
    ...DEBIAN,
    '/usr/bin/sudo': { link: '/usr/lib/cargo/bin/sudo' },
    '/usr/lib/cargo/bin/sudo': '',
    '/etc/sudoers': 'root ALL=(ALL) ALL\n@includedir /etc/sudoers.d\n',
  };
  const found = await assess(rs);
  assert.deepEqual(
    found.map(({ object, verdict }) => `${object} ${verdict}`),
    ['setting:use_pty met', 'setting:logfile not-applicable'],
  );
  const off = await assess({ ...rs, [SITE]: 'Defaults !use_pty\n' });
  assert.deepEqual(verdicts(off), { 'setting:use_pty': 'unmet', 'setting:logfile': 'not-applicable' });
});

test('without sudo it does not apply; what sudo cannot parse is refused', async () => {
  const facts = await readFacts(createMemoryHost({ entries: {} }), playbook.facts);
  assert.equal(playbook.applies?.({ facts, params: DEFAULT }), 'sudo is not installed');
  assert.deepEqual(playbook.assess({ facts, params: DEFAULT }), []);
  await assert.rejects(
    assess({ [SITE]: 'Defaults logfile=\n' }),
    (error) => error instanceof Refused && error.refusal.code === 'malformed',
  );
});
