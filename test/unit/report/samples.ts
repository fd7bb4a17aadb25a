import type { Change } from '../../../src/model/change.ts';
import type { HostIdentity } from '../../../src/model/host.ts';
import type { Shown } from '../../../src/model/kind.ts';
import type { Finding, Plan, Scan, Waiver } from '../../../src/model/plan.ts';
import type { Playbook } from '../../../src/model/playbook.ts';
import type { Refusal, RefusalCode, Refusals } from '../../../src/model/refusal.ts';
import type { Run } from '../../../src/model/run.ts';
import type { Verified } from '../../../src/model/verified.ts';
import type { PlanView, RunView } from '../../../src/report/change-view.ts';

export const host: HostIdentity = { type: 'live', machine: 'a1'.repeat(32), root: '/' };

export function finding(differences: Partial<Finding> = {}): Finding {
  return {
    playbook: 'accounts/docker-group-members',
    severity: 'high',
    object: 'user:ci',
    verdict: 'unmet',
    statement: 'Only listed users are members of the group docker.',
    evidence: [{ source: '/etc/group', line: 42, says: 'docker:x:998:ci,deploy', wins: true }],
    wishes: [{ kind: 'entry', key: '/etc/group', part: 'group:docker/members/ci', desired: null }],
    ...differences,
  };
}

const waiver: Waiver = {
  name: 'backup-appliance',
  playbook: 'accounts/docker-group-members',
  object: 'user:backup',
  reason: 'has no other way to stop containers; until it is replaced',
  owner: 'ops@example.org',
  until: '2027-01-31',
};

export const findings: readonly Finding[] = [
  finding({
    playbook: 'network/icmp-redirects',
    severity: 'medium',
    object: 'key:net.ipv4.conf.*.send_redirects',
    statement: 'net.ipv4.conf.*.send_redirects is 0 on every interface.',
    evidence: [
      { source: '/proc/sys/net/ipv4/conf/eth0/send_redirects', says: '1', wins: true },
      { source: '/etc/sysctl.conf', line: 3, says: 'net.ipv4.conf.eth0.send_redirects = 0', wins: false },
    ],
  }),
  finding(),
  finding({ object: 'user:root', verdict: 'met', evidence: [], wishes: [] }),
  finding({
    object: 'user:deploy',
    verdict: 'pending',
    pending: 'login',
    evidence: [{ source: 'processes', says: 'pid 812 still has the group docker', wins: true }],
    wishes: [],
  }),
  finding({
    object: 'user:backup',
    verdict: 'waived',
    trueVerdict: 'unmet',
    wishes: [],
    waiver,
  }),
  finding({
    playbook: 'storage/docker-data-filesystem',
    severity: 'low',
    object: 'directory:/var/lib/docker',
    verdict: 'manual',
    statement: 'The data of Docker is on a file system of its own.',
    evidence: [{ source: 'self/mountinfo', says: '/ (ext4)', wins: true }],
    wishes: [],
    steps: [
      'Add a disk of at least 40 GB.',
      'Stop docker.service and docker.socket, copy /var/lib/docker to it with "rsync -aHAX", and mount it there.',
    ],
  }),
  finding({
    playbook: 'audit/docker-files',
    severity: 'medium',
    object: 'rules',
    verdict: 'unknown',
    statement: 'Every change to the files of Docker is logged.',
    evidence: [{ source: '/etc/audit/rules.d/x.rules', line: 7, says: 'cannot be understood', wins: true }],
    wishes: [],
  }),
  finding({
    playbook: 'sudo/docker-command-rule',
    severity: 'critical',
    object: 'rule:1',
    verdict: 'not-applicable',
    statement: 'sudo is not installed.',
    evidence: [],
    wishes: [],
  }),
];

export const scan: Scan = { host, findings };

export function change(differences: Partial<Change> = {}): Change {
  return {
    number: 1,
    kind: 'entry',
    key: '/etc/group',
    before: null,
    after: null,
    undo: 'exact',
    parts: [
      {
        playbook: 'accounts/docker-group-members',
        part: 'group:docker/members/ci',
        before: true,
        after: null,
      },
    ],
    effects: [],
    ...differences,
  };
}

const changes: readonly Change[] = [
  change(),
  change({
    number: 2,
    kind: 'kernel-setting',
    key: 'net/ipv4/conf/*/send_redirects',
    undo: 'best-effort',
    parts: [{ playbook: 'network/icmp-redirects', before: '1', after: '0' }],
    effects: [{ do: 'restart', unit: 'docker.service' }],
  }),
];

export const shown: ReadonlyMap<number, Shown> = new Map<number, Shown>([
  [
    1,
    {
      type: 'text',
      path: '/etc/group',
      before: 'root:x:0:\ndocker:x:998:ci,deploy\n',
      after: 'root:x:0:\ndocker:x:998:deploy\n',
      notes: ['mode: 0664 -> 0644'],
    },
  ],
  [
    2,
    {
      type: 'lines',
      subject: 'net.ipv4.conf.*.send_redirects',
      lines: [
        { what: 'eth0', before: '1', after: '0' },
        { what: 'default', before: '1', after: '0' },
      ],
    },
  ],
]);

export const plan: Plan = {
  tool: '0.1.0',
  host,
  inputs: {
    ids: ['accounts/docker-group-members'],
    profile: 'baseline',
    params: { 'accounts/docker-group-members': { allowed: ['deploy'] } },
    allow: ['restart-docker'],
    waivers: [waiver],
    today: '2026-11-22',
  },
  findings,
  expected: findings.map((each) => (each.verdict === 'unmet' ? { ...each, verdict: 'met' } : each)),
  changes,
  effects: [{ do: 'daemon-reload' }, { do: 'restart', unit: 'docker.service' }],
  refusals: [],
  digest: '0123456789abcdef'.repeat(4),
};

export const planView: PlanView = { plan, shown };

export function run(differences: Partial<Run> = {}): Run {
  return {
    id: '000012',
    type: 'apply',
    rolledBackBy: [],
    status: 'applied',
    started: '2026-11-22T03:04:05.678Z',
    finished: '2026-11-22T03:04:06.000Z',
    tool: '0.1.0',
    host,
    changes,
    effects: [{ do: 'restart', unit: 'docker.service' }],
    refusals: [],
    remaining: findings.filter(({ verdict }) => verdict === 'pending' || verdict === 'manual'),
    ...differences,
  };
}

export const runView: RunView = { run: run(), shown };

export const verified: readonly Verified[] = [
  { run: '000011', refusals: [], compared: 3, drift: [] },
  {
    run: '000012',
    refusals: [],
    compared: 2,
    drift: [
      {
        change: change(),
        where: 'foreign',
        shown: {
          type: 'text',
          path: '/etc/group',
          before: 'docker:x:998:deploy\n',
          after: 'docker:x:998:deploy,mallory\n',
          notes: [],
        },
      },
      {
        change: change({ number: 2, kind: 'unit', key: 'docker.service' }),
        where: 'before',
        shown: {
          type: 'lines',
          subject: 'docker.service',
          lines: [{ what: 'active', before: 'active', after: 'inactive' }],
        },
      },
    ],
  },
];

export const playbook: Playbook = {
  id: 'accounts/docker-group-members',
  title: 'Only listed users are members of the group docker',
  severity: 'high',
  mode: 'param',
  profiles: ['baseline', 'container-host'],
  why: `
    Whoever is in the group docker is root: the Engine API starts a container
    that mounts the whole file system.

    A password is never asked for.
  `,
  mayBreak: ['jobs of a user who is taken out of the group'],
  references: { 'cis-docker': ['1.1.2'], 'nist-800-53': ['AC-6', 'CM-7'] },
  params: {
    allowed: { type: 'names', describe: 'users who may stay members', default: [] },
    days: { type: 'number', describe: 'days of grace', default: 0, min: 0, max: 30 },
    how: {
      type: 'choice',
      describe: 'what happens to the others',
      default: 'remove',
      choices: ['remove', 'report'],
    },
    strict: { type: 'flag', describe: 'root too', default: false },
    note: { type: 'text', describe: 'a word for the log', default: '' },
  },
  facts: {},
  assess: () => [],
};

/** One refusal of every code; a missing one does not compile. */
const args: Refusals = {
  unreadable: { path: '/etc/x', why: 'input/output error' },
  'not-root': { path: '/etc/shadow' },
  malformed: { path: '/etc/docker/daemon.json', line: 7, why: 'expected a comma' },
  'too-large': { path: '/etc/x', size: 99999999, limit: 16777216 },
  'link-loop': { path: '/etc/x' },
  'not-a-directory': { path: '/etc/x' },
  'command-failed': { command: '/usr/sbin/auditctl -l', why: 'status 1' },
  'not-observable': { what: 'running processes' },
  'tool-missing': { tool: 'visudo', package: 'sudo', what: 'check sudoers' },
  'wishes-differ': { kind: 'entry', key: '/etc/x', part: '/icc', playbooks: 'a/b, c/d' },
  'fix-not-effective': { playbook: 'a/b', object: 'user:ci' },
  'no-space': { path: '/etc/x', needed: 4096, free: 1 },
  'read-only-file-system': { path: '/etc/x' },
  immutable: { path: '/etc/x', flag: 'i' },
  'mount-point': { path: '/etc/hosts' },
  'hard-linked': { path: '/etc/x', links: 2 },
  'wrong-type': { path: '/etc/x', wanted: 'file', found: 'directory' },
  'parent-missing': { path: '/etc/x/y' },
  'attributes-unsupported': { path: '/etc/x', name: 'security.selinux' },
  'candidate-invalid': { path: '/etc/sudoers', validator: 'visudo -cf', why: 'syntax error near line 3' },
  'rules-locked': {},
  guard: {
    guard: 'last-way-in',
    playbook: 'a/b',
    object: 'user:ci',
    why: 'nobody could log in',
    lift: 'add a key',
  },
  'not-allowed': { what: 'restart docker.service', allow: 'restart-docker' },
  'other-host': { run: '000012', why: 'its /etc/machine-id is another' },
  'stale-plan': { planned: 'aaaaaaaaaaaaaaaa', found: 'bbbbbbbbbbbbbbbb' },
  'changed-since': { kind: 'unit', key: 'docker.service' },
  'not-as-planned': { kind: 'kernel-setting', key: 'net/ipv4/ip_forward' },
  'not-met-after': { playbook: 'a/b', object: 'user:ci', verdict: 'unmet' },
  'probe-failed': { probe: 'probe-shop', why: 'curl: (7) Failed to connect to 127.0.0.1 port 8080' },
  'effect-failed': { effect: { do: 'restart', unit: 'docker.service' }, why: 'timeout' },
  interrupted: { signal: 'SIGINT' },
  'needs-confirmation': { playbooks: 'ssh/authentication, sudo/password-required' },
  'no-probe': {},
  'cannot-wait': {},
  'run-waits': { run: '000012', by: 'login' },
  'not-waiting': { run: '000012', why: 'it is applied' },
  'no-new-login': { run: '000012', why: 'this session (session-3.scope) began before the run was done' },
  'not-confirmed': { run: '000012' },
  'undo-failed': { run: '000012', why: 'io (/etc/x, rename, EIO)' },
  'no-consent': { command: 'holdfast apply --unattended' },
  locked: { what: '/var/lib/holdfast' },
  'unsafe-state-dir': { path: '/var/lib/holdfast', why: 'mode is 0777' },
  io: { path: '/etc/x', call: 'fsync', errno: 'EIO' },
  'journal-damaged': { run: '000012', record: 3, why: 'the hash does not fit' },
  'journal-newer': { run: '000012', version: 2 },
  'blob-damaged': { run: '000012', hash: 'abc' },
  'unknown-run': { run: '000099' },
  'no-run': {},
  'not-rollbackable': { run: '000012', why: 'it was purged' },
  drift: { kind: 'entry', key: '/etc/x', change: 1 },
  'merge-conflict': { key: '/etc/x', line: 3 },
  'not-mergeable': { kind: 'audit-rule', key: '-w /etc/x -p wa' },
  'foreign-state': { kind: 'entry', key: '/etc/x', run: '000012' },
  'unfinished-run': { run: '000012' },
  usage: { why: 'unknown option --frobnicate' },
  'unknown-playbook': { id: 'sudo/dokcer', nearest: 'sudo/docker-command-rule' },
  'unknown-object': { playbook: 'ssh/authentication', object: 'user:bakcup', nearest: 'user:backup' },
  'not-waivable': { playbook: 'ssh/authentication', object: 'user:backup', why: 'it is met' },
  'unknown-change': { run: '000012', change: 9 },
  policy: { path: '/etc/holdfast/policy.ini', line: 4, why: 'the key "profil" is not known' },
  'plan-file': { path: '/tmp/plan.json', why: 'it is of another host' },
  snapshot: { path: '/tmp/s', why: 'host.json is missing' },
};

export const refusals: readonly Refusal[] = (Object.keys(args) as RefusalCode[]).map(
  (code) => ({ code, args: args[code] }) as Refusal,
);

/** Fields whose values come from a closed list: the types keep the host out of them. */
const CLOSED = new Set(
  [
    'verdict',
    'trueVerdict',
    'pending',
    'severity',
    'kind',
    'undo',
    'type',
    'status',
    'where',
    'do',
    'code',
  ].concat(['mode', 'profile', 'profiles', 'allow']),
);

/** A copy with `by` put through every string inside that a host or a person may have written. */
export function mapStrings<T>(value: T, by: (text: string) => string): T {
  return map(value, by) as T;
}

function map(value: unknown, by: (text: string) => string): unknown {
  if (typeof value === 'string') return by(value);
  if (Array.isArray(value)) return value.map((each: unknown) => map(each, by));
  if (value instanceof Map) return new Map([...value].map(([key, each]) => [key, map(each, by)]));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, CLOSED.has(name) ? each : map(each, by)]),
  );
}
