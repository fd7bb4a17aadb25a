import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/audit/log-retention.ts';
import { createMemoryBlobs } from '../../../../src/host/memory-blobs.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import { validateEntry } from '../../../../src/kinds/validate-entry.ts';
import type { Requirement } from '../../../../src/model/requirement.ts';
import { readFacts } from '../../read-facts.ts';
import { withWishes } from '../../with-wishes.ts';

const CONF = '/etc/audit/auditd.conf';
const DEBIAN = `# comment
log_file = /var/log/audit/audit.log
max_log_file = 8
num_logs = 5
max_log_file_action = ROTATE
space_left = 75
space_left_action = SYSLOG
admin_space_left = 50
admin_space_left_action = SUSPEND
disk_full_action = SUSPEND
disk_error_action = SUSPEND
`;
const ROOT = '1 0 8:1 / / rw - ext4 /dev/sda1 rw\n';
const OWN = `${ROOT}2 1 8:2 / /var/log/audit rw - ext4 /dev/sda2 rw\n`;

type Params = Parameters<typeof playbook.assess>[0]['params'];
const UNDECIDED: Params = {
  policy: 'undecided',
  megabytes: 1024,
  'archived-by': [],
  'when-low': 'syslog',
  'when-full': 'suspend',
};

interface Given {
  readonly conf?: string | { readonly content: string; readonly mode?: number; readonly uid?: number };
  readonly mounts?: string;
  readonly entries?: NonNullable<WrittenHost['entries']>;
  /** Blocks of 1 MiB. */
  readonly blocks?: number;
  readonly type?: 'image';
}

function host(given: Given = {}): WrittenHost {
  const { conf = DEBIAN, mounts = ROOT, entries = {}, blocks = 20_000, type = 'live' } = given;
  const argv = ['/usr/bin/stat', '--file-system', '--format=%S %b', '/var/log/audit'] as const;
  return {
    type,
    entries: { [CONF]: conf, '/var/log/audit': { directory: true }, ...entries },
    observations: [
      [{ type: 'proc', path: 'self/mountinfo' }, mounts],
      [{ type: 'processes' }, '[]'],
      [{ type: 'command', argv }, `${2 ** 20} ${blocks}\n`],
    ],
  };
}

async function assess(written: WrittenHost, params: Partial<Params> = {}) {
  const facts = await readFacts(createMemoryHost(written), playbook.facts);
  return playbook.assess({ facts, params: { ...UNDECIDED, ...params } });
}

async function one(written: WrittenHost, object: string, params: Partial<Params> = {}) {
  const found = (await assess(written, params)).find((each) => each.object === object);
  assert.ok(found, object);
  return found;
}

function wished({ wishes }: Requirement): readonly string[] {
  return wishes.map(({ part, desired }) => `${part?.replace('auditd:', '')} ${desired}`);
}

test('undecided: it says what is kept, what fits and which parameter decides; the rest of the packaged file is good', async () => {
  const found = await assess(host());
  assert.deepEqual(
    found.map(({ object, verdict }) => `${object} ${verdict}`),
    ['log:retention manual', 'log:low-space met', 'log:no-space met'],
  );
  const steps = found[0]?.steps?.join('\n') ?? '';
  assert.match(steps, /40 MB are kept now/);
  assert.match(steps, /policy = rotate in \[audit\/log-retention\].*at most 19925 fit/);
});

test('rotate: more and larger logs, told to a running auditd by SIGHUP and never by a restart; then it is met', async () => {
  const found = await one(host(), 'log:retention', { policy: 'rotate' });
  assert.deepEqual(wished(found), ['max_log_file 11', 'num_logs 94']);
  for (const { effects } of found.wishes)
    assert.deepEqual(effects, [{ do: 'hangup', unit: 'auditd.service' }]);
  const after = withWishes(host(), [found]);
  assert.equal((await one(after, 'log:retention', { policy: 'rotate' })).verdict, 'met');
  assert.equal(
    after.entries?.[CONF],
    DEBIAN.replace('max_log_file = 8', 'max_log_file = 11').replace('num_logs = 5', 'num_logs = 94'),
  );
});

test('by another hand, in other words: met, and more than was decided is left alone', async () => {
  const theirs = `${DEBIAN}num_logs = 1\n  NUM_LOGS  =  200 \nMAX_LOG_FILE_ACTION = Rotate\n`;
  const found = await one(host({ conf: theirs }), 'log:retention', { policy: 'rotate' });
  assert.deepEqual([found.verdict, found.wishes], ['met', []]);
});

test('the last value decides: a later line makes it less', async () => {
  const conf = `${DEBIAN.replace('num_logs = 5', 'num_logs = 500')}num_logs = 2\n`;
  const found = await one(host({ conf }), 'log:retention', { policy: 'rotate' });
  assert.deepEqual(wished(found), ['max_log_file 11', 'num_logs 94']);
  assert.deepEqual(found.evidence.find(({ says }) => says.startsWith('num_logs'))?.line, 12);
});

test('a last line without a newline counts for nothing, and is not brought to life', async () => {
  const conf = `${DEBIAN.replace('num_logs = 5\n', '')}num_logs = 500`;
  const found = await one(host({ conf }), 'log:retention', { policy: 'rotate' });
  assert.equal(found.verdict, 'unmet');
  assert.match(found.evidence.map(({ says }) => says).join('\n'), /passes over this line/);
  const after = withWishes(host({ conf }), [found]);
  assert.match(String(after.entries?.[CONF]), /\nnum_logs = 94\nnum_logs = 500$/);
});

test('from keep_logs to rotate auditd would delete what no rollback brings back: a person copies it first', async () => {
  const conf = DEBIAN.replace('ROTATE', 'keep_logs');
  const found = await one(host({ conf }), 'log:retention', { policy: 'rotate' });
  assert.deepEqual([found.verdict, found.wishes], ['manual', []]);
  assert.match(found.steps?.[0] ?? '', /copy what is older/);
});

test('where auditd writes no log, none is kept', async () => {
  const conf = `${DEBIAN}num_logs = 900\nWrite_Logs = No\n`;
  const found = await one(host({ conf }), 'log:retention', { policy: 'rotate' });
  assert.deepEqual([found.verdict, found.wishes], ['manual', []]);
  assert.match(found.steps?.[0] ?? '', /write_logs = yes/);
});

test('fewer logs than now are never wished for', async () => {
  const conf = DEBIAN.replace('num_logs = 5', 'num_logs = 900').replace(
    'max_log_file = 8',
    'max_log_file = 1',
  );
  const found = await one(host({ conf, blocks: 100_000 }), 'log:retention', {
    policy: 'rotate',
    megabytes: 2000,
  });
  assert.deepEqual(wished(found), ['max_log_file 20']);
});

test('more than the file system holds is refused with what fits, percentages too', async () => {
  const absolute = await one(host({ blocks: 1000 }), 'log:retention', { policy: 'rotate' });
  assert.match(absolute.steps?.[0] ?? '', /megabytes = 925 or less/);
  const conf = DEBIAN.replace('space_left = 75', 'space_left = 25%');
  const percent = await one(host({ conf, blocks: 1000 }), 'log:retention', { policy: 'rotate' });
  assert.match(percent.steps?.[0] ?? '', /megabytes = 750 or less/);
});

test('keep_logs without an archive would fill the disk', async () => {
  const params = { policy: 'keep-logs' };
  const bare = await assess(host(), params);
  assert.deepEqual(
    bare.map(({ object, verdict }) => `${object} ${verdict}`),
    ['log:retention manual', 'log:archive manual', 'log:low-space met', 'log:no-space met'],
  );
  assert.match(bare[1]?.steps?.join('\n') ?? '', /mv "\$log" "closed\//);
  const named = { ...params, 'archived-by': ['audit-archive.timer'] };
  const [idle, notEnabled] = await assess(host(), named);
  assert.deepEqual([idle?.verdict, notEnabled?.verdict], ['manual', 'manual']);
  assert.deepEqual(notEnabled?.steps, ['systemctl enable --now audit-archive.timer']);
  const timer = '/etc/systemd/system/timers.target.wants/audit-archive.timer';
  const archived = host({ entries: { [timer]: { link: '../audit-archive.timer' } } });
  const [kept, archive] = await assess(archived, named);
  assert.deepEqual([archive?.verdict, kept?.verdict], ['met', 'unmet']);
  assert.deepEqual(wished(kept as Requirement), ['max_log_file_action KEEP_LOGS']);
});

test('email where nothing can send it would keep auditd from starting', async () => {
  const params = { 'when-low': 'email' };
  assert.match((await one(host(), 'log:low-space', params)).steps?.[0] ?? '', /sendmail/);
  const entries = {
    '/usr/lib/sendmail': { link: '../sbin/x' },
    '/usr/sbin/x': { content: 'x', mode: 0o755 },
  };
  assert.deepEqual(wished(await one(host({ entries }), 'log:low-space', params)), [
    'space_left_action EMAIL',
  ]);
  const plain = { '/usr/lib/sendmail': 'x' };
  assert.equal((await one(host({ entries: plain }), 'log:low-space', params)).verdict, 'manual');
});

test('a warning that is off, or never comes', async () => {
  const off = DEBIAN.replace('space_left_action = SYSLOG', 'space_left_action = ignore');
  assert.deepEqual(wished(await one(host({ conf: off }), 'log:low-space')), ['space_left_action SYSLOG']);
  const never = DEBIAN.replace('space_left = 75', 'space_left = 0%');
  assert.deepEqual(wished(await one(host({ conf: never }), 'log:low-space')), [
    'space_left 75',
    'admin_space_left 50',
  ]);
});

test('halt and single only where they were decided on, and never where the log shares the root file system', async () => {
  const halting = DEBIAN.replace('disk_full_action = SUSPEND', 'disk_full_action = HALT');
  const found = await one(host({ conf: halting, mounts: OWN }), 'log:no-space');
  assert.deepEqual([found.verdict, found.wishes], ['manual', []]);
  assert.match(found.steps?.[0] ?? '', /disk_full_action says so/);
  for (const whenFull of ['halt', 'single']) {
    const shared = await one(host(), 'log:no-space', { 'when-full': whenFull });
    assert.deepEqual([shared.verdict, shared.wishes], ['manual', []]);
    assert.match(shared.steps?.[0] ?? '', /file system of its own/);
  }
  const own = await one(host({ mounts: OWN }), 'log:no-space', { 'when-full': 'halt' });
  assert.deepEqual(wished(own), [
    'admin_space_left_action HALT',
    'disk_full_action HALT',
    'disk_error_action HALT',
  ]);
  const bind = `${ROOT}2 1 8:1 /data /var/log/audit rw - ext4 /dev/sda1 rw\n`;
  assert.equal(
    (await one(host({ mounts: bind }), 'log:no-space', { 'when-full': 'halt' })).verdict,
    'manual',
  );
});

test('rotate when full; an error of the disk is none that deleting mends', async () => {
  const found = await one(host(), 'log:no-space', { 'when-full': 'rotate' });
  assert.deepEqual(wished(found), ['admin_space_left_action ROTATE', 'disk_full_action ROTATE']);
});

test('a file that auditd does not start with is a person’s to correct', async () => {
  const table = [
    [{ content: DEBIAN, mode: 0o666 }, /everybody may write/],
    [{ content: DEBIAN, uid: 1000 }, /not owned by root/],
    [`${DEBIAN}space_left = 20\n`, /larger than admin_space_left/],
    [`${DEBIAN}num_logs = 1000\n`, /more than 999/],
  ] as const;
  for (const [conf, why] of table) {
    const found = await assess(host({ conf }), { policy: 'rotate' });
    assert.deepEqual(
      found.map(({ object, verdict }) => `${object} ${verdict}`),
      [`file:${CONF} manual`],
    );
    assert.match(found[0]?.evidence[0]?.says ?? '', why);
  }
  const link = host({ entries: { [CONF]: { link: '/srv/auditd.conf' }, '/srv/auditd.conf': DEBIAN } });
  assert.match((await assess(link))[0]?.evidence[0]?.says ?? '', /does not follow a link/);
});

test('a candidate that auditd would not start with is refused', async () => {
  const blobs = createMemoryBlobs();
  const content = Buffer.from(`${DEBIAN}space_left = 20\n`);
  const metadata = { mode: 0o640, uid: 0, gid: 0, mtime: null, xattrs: {}, flags: '' };
  const entry = { type: 'file', content: blobs.put(content), size: content.length, ...metadata } as const;
  const refusal = await validateEntry(createMemoryHost(), CONF, entry, blobs, null);
  assert.equal(refusal?.code, 'candidate-invalid');
});

test('in an image sizes are not known and fstab says what the log is on', async () => {
  const image = host({ type: 'image' });
  assert.deepEqual(wished(await one(image, 'log:retention', { policy: 'rotate' })), [
    'max_log_file 11',
    'num_logs 94',
  ]);
  assert.equal((await one(image, 'log:no-space', { 'when-full': 'halt' })).verdict, 'manual');
  const entries = { '/etc/fstab': '/dev/sda2 /var/log/audit ext4 defaults 0 2\n' };
  const own = host({ type: 'image', entries });
  assert.equal((await one(own, 'log:no-space', { 'when-full': 'halt' })).verdict, 'unmet');
});

test('without auditd there is nothing to decide', async () => {
  const facts = await readFacts(createMemoryHost({ type: 'image' }), playbook.facts);
  assert.match(String(playbook.applies?.({ facts, params: UNDECIDED })), /not installed/);
});
