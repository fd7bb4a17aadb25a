import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/audit/auditd-active.ts';
import { makePlan } from '../../../../src/engine/make-plan.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import type { Path } from '../../../../src/model/path.ts';
import type { Playbook } from '../../../../src/model/playbook.ts';
import { unattendedRefusal } from '../../../../src/policy/unattended-refusal.ts';
import { readFacts } from '../../read-facts.ts';

const UNIT = '[Service]\nExecStart=/sbin/auditd\n[Install]\nWantedBy=multi-user.target\n';
const FRAGMENT: Path = '/usr/lib/systemd/system/auditd.service';
const LINK: Path = '/etc/systemd/system/multi-user.target.wants/auditd.service';
const BOOTED = 'BOOT_IMAGE=/vmlinuz root=/dev/sda1 ro audit=1 audit_backlog_limit=8192';

interface Given {
  readonly entries?: NonNullable<WrittenHost['entries']>;
  readonly without?: readonly Path[];
  readonly active?: 'active' | 'inactive' | 'failed';
  readonly status?: string | null;
  readonly cmdline?: string;
  readonly type?: 'image';
}

function host(given: Given = {}): WrittenHost {
  const {
    without = [],
    active = 'active',
    status = 'enabled 1\nfailure 1\npid 0\n',
    cmdline = BOOTED,
  } = given;
  const entries: NonNullable<WrittenHost['entries']> = {
    '/usr/sbin/auditctl': 'x',
    '/etc/audit/rules.d': { directory: true },
    [FRAGMENT]: UNIT,
    [LINK]: { link: FRAGMENT },
    ...given.entries,
  };
  return {
    type: given.type ?? 'live',
    entries: Object.fromEntries(Object.entries(entries).filter(([path]) => !without.includes(path as Path))),
    live: { unit: { 'auditd.service': { active } } },
    observations: [
      [{ type: 'proc', path: 'cmdline' }, `${cmdline}\n`],
      ...(status === null
        ? []
        : ([[{ type: 'command', argv: ['/usr/sbin/auditctl', '-s'] }, status]] as const)),
    ],
  };
}

async function assess(written: WrittenHost) {
  const facts = await readFacts(createMemoryHost(written), playbook.facts);
  const [unit, boot] = playbook.assess({ facts, params: {} });
  assert.ok(unit);
  assert.ok(boot);
  return { unit, boot };
}

const planOf = (written: WrittenHost) =>
  makePlan(
    createMemoryHost(written),
    {
      playbooks: [playbook as unknown as Playbook],
      profile: 'strict',
      params: {},
      waivers: [],
      allow: [],
      today: '2026-11-22',
    },
    'test',
  );

test('enabled and active, and booted with audit: met, by whatever link', async () => {
  const { unit, boot } = await assess(host());
  assert.deepEqual([unit.verdict, boot.verdict], ['met', 'met']);
  const packaged = '/usr/lib/systemd/system/multi-user.target.wants/auditd.service';
  const other = host({ without: [LINK], entries: { [packaged]: { link: '../auditd.service' } } });
  assert.equal((await assess(other)).unit.verdict, 'met');
});

test('runs and is not enabled, is enabled and does not run, neither', async () => {
  const enable = {
    kind: 'entry',
    key: LINK,
    desired: { link: FRAGMENT },
    effects: [{ do: 'daemon-reload' }],
  } as const;
  const start = { kind: 'unit', key: 'auditd.service', desired: 'active' } as const;
  assert.deepEqual((await assess(host({ without: [LINK] }))).unit.wishes, [enable]);
  assert.deepEqual((await assess(host({ active: 'inactive' }))).unit.wishes, [start]);
  const neither = host({ without: [LINK], active: 'failed' });
  assert.deepEqual((await assess(neither)).unit.wishes, [enable, start]);
  const { plan } = await planOf(neither);
  assert.deepEqual(plan.refusals, []);
  assert.deepEqual(
    plan.expected.map(({ verdict }) => verdict),
    ['met', 'met'],
  );
});

test('with "-e 2" among the rules its start is one way, and nobody being asked it is not done', async () => {
  const entries = { '/etc/audit/rules.d/99-a.rules': '-e 2\n' };
  const { plan } = await planOf(host({ active: 'inactive', entries }));
  assert.deepEqual(
    plan.changes.map(({ kind, undo }) => [kind, undo]),
    [['unit', 'one-way']],
  );
  assert.match(JSON.stringify(unattendedRefusal(plan, ['best-effort-undo'])), /one-way/);
  const locked = host({ active: 'inactive', entries, status: 'enabled 2\nfailure 1\npid 0\n' });
  assert.equal((await planOf(locked)).plan.changes[0]?.undo, 'best-effort');
});

test('masked, be it only what loads the rules: a person finds out why', async () => {
  const masked = await assess(
    host({ active: 'inactive', entries: { '/etc/systemd/system/auditd.service': { link: '/dev/null' } } }),
  );
  assert.equal(masked.unit.verdict, 'manual');
  assert.match(masked.unit.steps?.[0] ?? '', /unmask auditd\.service/);
  const loader = { '/etc/systemd/system/audit-rules.service': { link: '/dev/null' } } as const;
  const without = await assess(host({ active: 'inactive', entries: loader }));
  assert.match(without.unit.steps?.[0] ?? '', /unmask audit-rules\.service/);
});

test('what would keep it from starting is told before it is tried', async () => {
  const off = await assess(host({ active: 'inactive', cmdline: 'ro audit=0' }));
  assert.match(off.unit.steps?.[0] ?? '', /take audit=0 out/);
  const taken = await assess(host({ active: 'inactive', status: 'enabled 1\nfailure 1\npid 812\n' }));
  assert.match(taken.unit.steps?.[0] ?? '', /process 812 takes them/);
  const broken = { '/etc/audit/rules.d/a.rules': '-w /none/x -p wa\n' };
  const split = {
    '/usr/lib/systemd/system/audit-rules.service': '[Service]\nExecStart=/usr/sbin/augenrules\n',
  };
  const failing = await assess(host({ active: 'inactive', entries: { ...broken, ...split } }));
  assert.match(failing.unit.steps?.[0] ?? '', /correct \/etc\/audit\/rules\.d\/a\.rules, line 1/);
  assert.equal((await assess(host({ active: 'inactive', entries: broken }))).unit.verdict, 'unmet');
});

test('it runs and records nothing', async () => {
  const { unit } = await assess(host({ status: 'enabled 0\nfailure 1\npid 7\n' }));
  assert.deepEqual([unit.verdict, unit.steps?.[0]], ['manual', 'auditctl -e 1']);
});

test('not installed: the command; a unit that nobody can enable', async () => {
  const without: readonly Path[] = [FRAGMENT, LINK, '/usr/sbin/auditctl'];
  const step = async (entries: NonNullable<WrittenHost['entries']>) =>
    (await assess(host({ without, entries }))).unit.steps?.[0] ?? '';
  assert.match(await step({ '/usr/bin/apt-get': 'x' }), /: apt-get install auditd$/);
  assert.match(await step({ '/usr/bin/dnf': 'x', '/usr/bin/yum': 'x' }), /: dnf install audit$/);
  assert.match(await step({}), /this system's package/);
  const elsewhere = host({ without: [FRAGMENT, LINK] });
  assert.match((await assess(elsewhere)).unit.steps?.[0] ?? '', /rc-update add auditd/);
  const bare = host({ without: [LINK], entries: { [FRAGMENT]: '[Service]\nExecStart=/sbin/auditd\n' } });
  assert.match((await assess(bare)).unit.steps?.[0] ?? '', /\[Install\]/);
});

test('a container has no audit of its own; rules that cannot be read are unknown', async () => {
  const inside = host({ status: null, entries: { '/run/systemd/container': 'systemd-nspawn\n' } });
  const facts = await readFacts(createMemoryHost(inside), playbook.facts);
  assert.match(String(playbook.applies?.({ facts, params: {} })), /container \(systemd-nspawn\)/);
  assert.equal((await assess(host({ status: null }))).unit.verdict, 'unknown');
});

test('an image: only what its boot will do', async () => {
  const image = host({ type: 'image', without: [LINK] });
  const { unit, boot } = await assess(image);
  assert.deepEqual(
    unit.wishes.map(({ kind }) => kind),
    ['entry'],
  );
  assert.equal(boot.verdict, 'not-applicable');
});

const GRUB = (words: string) => `menuentry x {\n linux /vmlinuz root=/dev/sda1 ${words}\n}\n`;
const DEBIAN = { '/usr/sbin/update-grub': 'x', '/etc/default/grub': 'GRUB_CMDLINE_LINUX=""\n' } as const;

test('the next boot decides: every entry, the last value of each argument', async () => {
  const table = [
    ['met', GRUB('audit=1 audit_backlog_limit=8192'), BOOTED],
    ['met', GRUB('audit=0 audit=1 audit_backlog_limit=64 audit_backlog_limit=65536'), BOOTED],
    ['pending', GRUB('audit=1 audit_backlog_limit=8192'), 'ro quiet'],
    ['manual', GRUB('quiet'), BOOTED],
    ['manual', GRUB('audit=1 audit_backlog_limit=8192 audit=0'), BOOTED],
    ['manual', GRUB('audit=1 audit_backlog_limit=64'), BOOTED],
    ['manual', GRUB('audit=1 audit_backlog_limit=8192') + GRUB('quiet'), BOOTED],
  ] as const;
  for (const [verdict, grub, cmdline] of table) {
    const entries = { ...DEBIAN, '/boot/grub/grub.cfg': grub };
    const { boot } = await assess(host({ entries, cmdline }));
    assert.deepEqual([boot.verdict, boot.wishes], [verdict, []], grub);
  }
});

test('exact commands, for what writes this boot loader’s entries', async () => {
  const grub = { '/boot/grub/grub.cfg': GRUB('audit=1') };
  const step = async (entries: NonNullable<WrittenHost['entries']>, cmdline = 'quiet') =>
    (await assess(host({ entries, cmdline }))).boot.steps?.[0];
  assert.equal(
    await step({ ...DEBIAN, ...grub }),
    `mkdir -p /etc/default/grub.d && echo 'GRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX audit_backlog_limit=8192"' > /etc/default/grub.d/99-zz-audit.cfg`,
  );
  const written = {
    '/etc/default/grub.d/50-x.cfg': 'GRUB_CMDLINE_LINUX="audit=1 audit_backlog_limit=8192"\n',
  };
  assert.equal(await step({ ...DEBIAN, ...grub, ...written }), 'update-grub');
  const entry = {
    '/boot/loader/entries/a.conf': 'linux /vmlinuz\noptions $kernelopts\n',
    '/usr/sbin/grubby': 'x',
  };
  const environment = { '/boot/grub2/grubenv': 'kernelopts=audit_backlog_limit=9000\n' };
  assert.equal(await step({ ...entry, ...environment }), 'grubby --update-kernel=ALL --args="audit=1"');
  assert.match((await step({})) ?? '', /boot loader or hypervisor/);
});

test('where no boot loader is known, what was given once is given again', async () => {
  assert.equal((await assess(host())).boot.verdict, 'met');
});
