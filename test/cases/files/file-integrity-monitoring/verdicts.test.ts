import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/files/file-integrity-monitoring.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import type { Requirement } from '../../../../src/model/requirement.ts';
import { readFacts } from '../../read-facts.ts';

type Entries = NonNullable<WrittenHost['entries']>;

const CONFIG = '/etc/aide/aide.conf';
const SNIPPETS = '/etc/aide/aide.conf.d';
const DATABASE = '/var/lib/aide/aide.db';
const TIMER = '/usr/lib/systemd/system/dailyaidecheck.timer';
const MAIN = `database_in=file:${DATABASE}\ndatabase_out=file:${DATABASE}.new\nFull = p+sha512\n@@x_include ${SNIPPETS} ^[a-zA-Z0-9_-]+$\n`;
const BASE: Entries = {
  '/etc/passwd': 'root:x:0:0::/root:/bin/sh\n',
  '/etc/sudoers': { mode: 0o440 },
  '/etc/docker/daemon.json': '{}',
  '/usr/bin/docker': 'x',
  '/usr/sbin/dockerd': 'x',
  '/usr/lib/systemd/system/docker.service': '[Service]\nExecStart=/usr/sbin/dockerd\n',
  '/var/lib/docker': { directory: true },
};
/** Somebody has done everything. */
const DONE: Entries = {
  ...BASE,
  '/usr/bin/aide': 'x',
  [CONFIG]: MAIN,
  [`${SNIPPETS}/99_all`]: '/ 0 Full\n',
  [`${SNIPPETS}/10_docker`]: '!/var/lib/docker$ d\n',
  [DATABASE]: { content: 'x', mtime: '1767225600000000000' },
  [TIMER]: '[Timer]\nOnCalendar=daily\n',
  '/etc/systemd/system/timers.target.wants/dailyaidecheck.timer': { link: TIMER },
};
const active = { 'dailyaidecheck.timer': { active: 'active' } } as const;
const hostWith = (entries: Entries, type: 'live' | 'image' = 'live'): WrittenHost => ({
  type,
  entries,
  live: { unit: active },
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
const MET = {
  tool: 'met',
  coverage: 'met',
  'excludes:/var/lib/docker': 'met',
  database: 'met',
  schedule: 'met',
};

test('all done by another hand is met, on a host and in an image', async () => {
  assert.deepEqual(verdicts(await assess(hostWith(DONE))), MET);
  assert.deepEqual(verdicts(await assess({ ...hostWith(DONE, 'image'), live: {} })), MET);
  assert.equal(of(await assess(hostWith(DONE)), 'database').evidence[0]?.says, 'made on 2026-01-01');
});

test('not installed: how to install it on this host', async () => {
  const found = await assess(hostWith({ ...BASE, '/usr/bin/apt-get': 'x' }));
  assert.deepEqual(verdicts(found), { tool: 'manual' });
  assert.equal(found[0]?.steps?.[0], 'apt-get install aide aide-common');
  const redHat = await assess(hostWith({ ...BASE, '/usr/bin/dnf': 'x' }));
  assert.equal(redHat[0]?.steps?.[0], 'dnf install aide');
});

test('installed without a configuration: Debian has that in a package of its own', async () => {
  const found = await assess(hostWith({ ...BASE, '/usr/bin/aide': 'x', '/usr/bin/apt-get': 'x' }));
  assert.deepEqual(verdicts(found), { tool: 'manual' });
  assert.equal(found[0]?.steps?.[0], 'apt-get install aide-common');
});

test('lines for files that no rule is for: one for those of a directory, and AIDE takes them', async () => {
  const host = hostWith({
    ...DONE,
    [`${SNIPPETS}/99_all`]: '/etc Full\n',
    '/etc/docker/certs.d/a b/x.crt': '',
    '/usr/bin/runc': 'x',
    '/usr/lib/systemd/system/docker.service.d/a b@\\+.conf': '[Service]\n',
  });
  const [step = ''] = of(await assess(host), 'coverage').steps ?? [];
  assert.ok(step.includes("'/usr/bin/(docker|runc)$ f "), step);
  const lines = [...step.matchAll(/'(\/[^']*)'/g)].map(([, line]) => `${line}\n`).join('');
  const after = { ...host, entries: { ...host.entries, [`${SNIPPETS}/10_local_docker`]: lines } };
  assert.equal(of(await assess(after), 'coverage').verdict, 'met');
});

test("another tool's configuration is not guessed", async () => {
  const found = await assess(hostWith({ ...BASE, '/var/ossec/bin/wazuh-syscheckd': 'x' }));
  assert.deepEqual(verdicts(found), { tool: 'manual' });
  assert.match(found[0]?.steps?.[0] ?? '', /Wazuh.* \/etc\/docker\/daemon\.json /);
});

test('as Debian leaves it: everything is watched, also what containers write', async () => {
  const { [`${SNIPPETS}/10_docker`]: _, ...entries } = DONE;
  const found = await assess(hostWith(entries));
  assert.deepEqual(verdicts(found), { ...MET, 'excludes:/var/lib/docker': 'manual' });
  const { steps, evidence } = of(found, 'excludes:/var/lib/docker');
  assert.deepEqual(evidence, [{ source: `${SNIPPETS}/99_all`, line: 1, says: '/ 0 Full', wins: true }]);
  assert.deepEqual(steps, [
    `printf '%s\\n' '!/var/lib/docker$ d' >> ${SNIPPETS}/10_local_docker`,
    `aide --config-check --config=${CONFIG}`,
    'nice -n 19 ionice -c 3 aideinit --yes --force',
  ]);
});

test('a rule that takes out more than the data takes out what is to be watched', async () => {
  const found = await assess(
    hostWith({ ...DONE, [`${SNIPPETS}/10_docker`]: '!/var/lib/docker$ d\n!/.*docker\n' }),
  );
  const { verdict, evidence, steps } = of(found, 'coverage');
  assert.equal(verdict, 'manual');
  assert.deepEqual(
    evidence.map(({ line, says }) => [line, says]),
    [
      [2, '!/.*docker takes out /etc/docker'],
      [2, '!/.*docker takes out /etc/docker/daemon.json'],
      [2, '!/.*docker takes out /usr/bin/docker'],
      [2, '!/.*docker takes out /usr/lib/systemd/system/docker.service'],
      [2, '!/.*docker takes out /usr/sbin/dockerd'],
    ],
  );
  assert.equal(steps?.length, 3);
});

test('files that no rule is for are told, with lines for them', async () => {
  const found = await assess(
    hostWith({
      ...DONE,
      [`${SNIPPETS}/99_all`]: '/etc Full\n/usr/(bin|lib) Full\n',
      '/etc/docker/certs.d/a b/x.crt': '',
    }),
  );
  const { steps, evidence } = of(found, 'coverage');
  assert.deepEqual(
    evidence.map(({ says }) => says),
    ['no rule is for /usr/sbin/dockerd'],
  );
  assert.equal(
    steps?.[0],
    `printf '%s\\n' '/usr/sbin/dockerd$ f p+i+n+u+g+s+b+acl+xattrs+sha512' >> ${SNIPPETS}/10_local_docker`,
  );
});

test('a file that AIDE would run is not run, and named', async () => {
  const script = { content: '#!/bin/sh\necho "!/etc"\n', mode: 0o755 };
  const found = await assess(hostWith({ ...DONE, [`${SNIPPETS}/05_program`]: script }));
  assert.equal(of(found, 'coverage').verdict, 'met');
  assert.deepEqual(of(found, 'coverage').evidence.at(-1), {
    source: `${SNIPPETS}/05_program`,
    says: 'AIDE runs it, and its output is not known here',
    wins: false,
  });
});

test('a rule with a word that such a program would define is for nothing we know', async () => {
  const program = { [`${SNIPPETS}/05_program`]: { content: '#!/bin/sh\n', mode: 0o755 } };
  const rule = { [`${SNIPPETS}/98_run`]: '!/@@{RUN}\n' };
  assert.deepEqual(verdicts(await assess(hostWith({ ...DONE, ...program, ...rule }))), MET);
  // Where nothing is run it is not defined, and AIDE puts nothing in its place.
  assert.equal(of(await assess(hostWith({ ...DONE, ...rule })), 'coverage').verdict, 'manual');
});

test('a name that the include does not fit is not read; conditions and variables count', async () => {
  const snippets = {
    ...DONE,
    [`${SNIPPETS}/99_all.dpkg-old`]: '!/etc\n',
    [`${SNIPPETS}/98_if`]:
      '@@define D etc\n@@if exists /nowhere\n!/@@{D}\n@@else\n@@ifdef D\n!/@@{D}/sudoers$ f\n@@endif\n@@endif\n',
  };
  assert.deepEqual(
    of(await assess(hostWith(snippets)), 'coverage').evidence.map(({ says }) => says),
    ['!/@@{D}/sudoers$ f takes out /etc/sudoers'],
  );
});

test('without a record nothing is compared', async () => {
  const { [DATABASE]: _, ...entries } = DONE;
  const found = await assess(hostWith(entries));
  assert.deepEqual(verdicts(found), { ...MET, database: 'manual' });
});

test('a record that is older than what it watches, however much newer the host is', async () => {
  const found = await assess(
    hostWith({ ...DONE, '/etc/docker/daemon.json': { content: '{}', mtime: '1767225600000000001' } }),
  );
  assert.deepEqual(verdicts(found), { ...MET, database: 'manual' });
  assert.equal(of(found, 'database').evidence[1]?.says, 'changed since: /etc/docker/daemon.json');
  // What containers write, and what /run has, is not watched.
  const other = await assess(
    hostWith({
      ...DONE,
      '/var/lib/docker/x': { mtime: '1867225600000000001' },
      '/run/systemd/system/docker.service.d/x.conf': { content: '[Service]\n', mtime: '1867225600000000001' },
    }),
  );
  assert.deepEqual(verdicts(other), MET);
});

test('a timer that is not enabled runs today and not after a reboot, and the other way round', async () => {
  const { '/etc/systemd/system/timers.target.wants/dailyaidecheck.timer': _, ...disabled } = DONE;
  const found = await assess(hostWith(disabled));
  assert.deepEqual(verdicts(found), { ...MET, schedule: 'manual' });
  assert.deepEqual(of(found, 'schedule').steps, [
    'systemctl unmask dailyaidecheck.timer && systemctl enable --now dailyaidecheck.timer',
  ]);
  const stopped = await assess({
    ...hostWith(DONE),
    live: { unit: { 'dailyaidecheck.timer': { active: 'inactive' } } },
  });
  assert.deepEqual(verdicts(stopped), { ...MET, schedule: 'manual' });
  const masked = await assess(
    hostWith({ ...DONE, '/etc/systemd/system/dailyaidecheck.timer': { link: '/dev/null' } }),
  );
  assert.deepEqual(verdicts(masked), { ...MET, schedule: 'manual' });
});

test("Debian's cron job does nothing where systemd runs", async () => {
  const { [TIMER]: _, ...none } = DONE;
  const job = { content: '#!/bin/sh\nif [ -d /run/systemd/system ]; then\n exit 0\nfi\n', mode: 0o755 };
  const withJob: Entries = { ...none, '/etc/cron.daily/dailyaidecheck': job };
  const schedule = async (entries: Entries) => of(await assess(hostWith(entries)), 'schedule').verdict;
  assert.equal(await schedule(withJob), 'met');
  assert.equal(await schedule({ ...withJob, '/usr/lib/systemd/systemd': 'x' }), 'manual');
  assert.equal(await schedule({ ...none, '/etc/cron.daily/aide': { content: '', mode: 0o644 } }), 'manual');
  assert.equal(
    await schedule({ ...none, '/etc/cron.daily/aide.sh': { content: '', mode: 0o755 } }),
    'manual',
  );
  assert.equal(await schedule({ ...none, '/etc/crontab': '# 0 5 * * * root aide --check\n' }), 'manual');
  assert.equal(
    await schedule({ ...none, '/etc/crontab': '0 5 * * * root /usr/bin/aide --config=/x --check\n' }),
    'met',
  );
});

test('RHEL keeps all in one file, with a directory for the record', async () => {
  const { [CONFIG]: _, ...rest } = DONE;
  const found = await assess(
    hostWith({
      ...rest,
      '/etc/aide.conf':
        '@@define DBDIR /srv/aide\ndatabase_in=file:@@{DBDIR}/aide.db.gz\ndatabase_out=file:@@{DBDIR}/aide.db.new.gz\n/etc Full\n!/var/lib/docker$ d\n',
    }),
  );
  assert.equal(of(found, 'database').evidence[0]?.source, '/srv/aide/aide.db.gz');
  assert.equal(
    of(found, 'database').steps?.at(-1),
    'nice -n 19 ionice -c 3 /usr/bin/aide --init --config=/etc/aide.conf && mv /srv/aide/aide.db.new.gz /srv/aide/aide.db.gz',
  );
  assert.match(of(found, 'coverage').steps?.[0] ?? '', / >> \/etc\/aide\.conf$/);
});
