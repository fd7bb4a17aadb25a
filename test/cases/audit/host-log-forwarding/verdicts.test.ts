import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/audit/host-log-forwarding.ts';
import { parseRsyslogConf } from '../../../../src/formats/rsyslog-conf.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import { Refused } from '../../../../src/model/refusal.ts';
import type { Requirement } from '../../../../src/model/requirement.ts';
import { readFacts } from '../../read-facts.ts';

const MAIN = '/etc/rsyslog.conf';
const OURS = '/etc/rsyslog.d/00-holdfast-forward.conf';
const SITE = '/etc/rsyslog.d/50-site.conf';
const PLUGIN = '/etc/audit/plugins.d/syslog.conf';
const OUR_PLUGIN = '/etc/audit/plugins.d/holdfast-syslog.conf';
const TARGET = 'target:logs.example.org';
/** Debian's, without what is only comment. */
const STOCK =
  'module(load="imuxsock")\n$WorkDirectory /var/spool/rsyslog\n$IncludeConfig /etc/rsyslog.d/*.conf\n*.*;auth,authpriv.none\t\t-/var/log/syslog\n*.emerg :omusrmsg:*\n';
const PACKAGED =
  'active = no\ndirection = out\npath = /sbin/audisp-syslog\ntype = always \nargs = LOG_INFO\nformat = string\n';
const BASE: NonNullable<WrittenHost['entries']> = {
  '/usr/sbin/rsyslogd': '',
  '/usr/lib/systemd/system/rsyslog.service': '[Service]\nExecStart=/usr/sbin/rsyslogd -n -iNONE\n',
  '/etc/systemd/system/multi-user.target.wants/rsyslog.service': {
    link: '/usr/lib/systemd/system/rsyslog.service',
  },
  '/usr/lib/x86_64-linux-gnu/rsyslog/lmnsd_ptcp.so': '',
  '/usr/lib/x86_64-linux-gnu/rsyslog/lmnsd_gtls.so': '',
  '/etc/ssl/certs/ca-certificates.crt': '',
  '/var/spool/rsyslog': { directory: true },
  '/etc/hostname': 'web1\n',
  [MAIN]: STOCK,
  '/usr/sbin/auditd': '',
  '/sbin/audisp-syslog': '',
  [PLUGIN]: PACKAGED,
};
const RIGHT =
  '*.* action(type="omfwd" target="logs.example.org" port="6514" protocol="tcp" StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/name" queue.type="LinkedList" queue.filename="fwd")\n';

interface Given {
  readonly entries?: NonNullable<WrittenHost['entries']>;
  readonly without?: readonly string[];
  readonly target?: string;
  readonly ca?: string;
  readonly active?: 'active' | 'inactive' | 'failed';
  readonly image?: true;
}

async function assess(given: Given = {}): Promise<readonly Requirement[]> {
  const { entries = {}, without = [], target = 'logs.example.org', ca = '', active = 'active' } = given;
  const kept = Object.fromEntries(
    Object.entries({ ...BASE, ...entries }).filter(([path]) => !without.includes(path)),
  );
  const host = createMemoryHost({
    entries: kept,
    live: { unit: { 'rsyslog.service': { active }, 'systemd-journal-upload.service': { active: 'active' } } },
    ...(given.image === undefined ? {} : { type: 'image' as const }),
  });
  const facts = await readFacts(host, playbook.facts);
  return playbook.assess({ facts, params: { target, ca } });
}
const verdicts = (found: readonly Requirement[]) =>
  Object.fromEntries(found.map(({ object, verdict }) => [object, verdict]));
const of = (found: readonly Requirement[], object: string): Requirement => {
  const requirement = found.find((each) => each.object === object);
  assert.ok(requirement, object);
  return requirement;
};
const textOf = (found: readonly Requirement[], path: string) =>
  found.flatMap(({ wishes }) => wishes).find(({ key, part }) => key === path && part === 'text')?.desired;
/** The entries that the wishes make. */
const made = (found: readonly Requirement[]) =>
  Object.fromEntries(
    found
      .flatMap(({ wishes }) => wishes)
      .flatMap(({ key, part, desired }) => (part === 'text' ? [[key, String(desired)]] : [])),
  );

test('a stock Debian sends nothing: one drop-in each for rsyslog and for auditd, and then it is met', async () => {
  const found = await assess();
  assert.deepEqual(verdicts(found), { [TARGET]: 'unmet', audit: 'unmet' });
  const [forward] = found;
  assert.ok(forward?.wishes.every(({ key, effects }) => key === OURS && effects?.[0]?.do === 'restart'));
  assert.ok(
    found[1]?.wishes.every(({ key, effects }) => key === OUR_PLUGIN && effects?.[0]?.do === 'hangup'),
  );
  const [item] = parseRsyslogConf(String(textOf(found, OURS)));
  assert.ok(item?.is === 'action');
  assert.deepEqual(item.params, {
    name: 'holdfast-forward',
    type: 'omfwd',
    target: 'logs.example.org',
    port: '6514',
    protocol: 'tcp',
    streamdriver: 'gtls',
    streamdrivermode: '1',
    streamdriverauthmode: 'x509/name',
    streamdriverpermittedpeers: 'logs.example.org',
    'streamdriver.cafile': '/etc/ssl/certs/ca-certificates.crt',
    'queue.type': 'LinkedList',
    'queue.filename': 'holdfast-forward',
    'queue.maxdiskspace': '1g',
    'queue.saveonshutdown': 'on',
    'action.resumeretrycount': '-1',
  });
  const after = await assess({ entries: made(found) });
  assert.deepEqual(verdicts(after), { [TARGET]: 'met', audit: 'met' });
});

test('without a target a person names it, and is told what there is', async () => {
  const [only, ...others] = await assess({ target: '', entries: { [SITE]: '*.* @@old.example.org\n' } });
  assert.deepEqual([only?.object, only?.verdict, others], ['param:target', 'manual', []]);
  assert.match(only?.steps?.[1] ?? '', /\[audit\/host-log-forwarding\]: target = old\.example\.org$/);
  assert.deepEqual(only?.evidence, [{ source: SITE, line: 1, says: '*.* @@old.example.org', wins: true }]);
});

test('a target that is none, or would not stay within its quotes, is written nowhere', async () => {
  for (const target of ['a b', 'h:0', 'h:70000', '-h', 'h"\n*.* ~', '[h', 'tcp://h', 'h:1:2', '@@h']) {
    const found = await assess({ target });
    assert.deepEqual(verdicts(found), { 'param:target': 'manual' }, target);
    assert.deepEqual(found[0]?.wishes, []);
  }
});

test('a host that sent to itself would go round until its disk is full', async () => {
  for (const target of ['localhost', '127.0.0.1', '127.1.2.3:6514', '[::1]:6514', '::1', 'WEB1', '0.0.0.0']) {
    const found = await assess({ target });
    assert.deepEqual(verdicts(found), { 'param:target': 'manual' }, target);
    assert.match(found[0]?.steps?.[0] ?? '', /name another host/);
  }
});

test('ports and addresses of IPv6', async () => {
  const [four] = await assess({ target: '192.0.2.9:10514' });
  assert.match(String(textOf([four as Requirement], OURS)), /target="192\.0\.2\.9"\n {4}port="10514"/);
  for (const target of ['2001:db8::9', '[2001:db8::9]', '[2001:db8::9]:6514']) {
    const [six] = await assess({ target });
    assert.match(String(textOf([six as Requirement], OURS)), /target="2001:db8::9"\n {4}port="6514"/, target);
  }
});

/** What a file of the site says, and what becomes of it. */
const TABLE: { readonly [what: string]: readonly [text: string, verdict: string] } = {
  'right by another hand, in the words of today': [RIGHT, 'met'],
  'right by another hand, in old words': [
    '$DefaultNetstreamDriver gtls\n$ActionSendStreamDriverMode 1\n$ActionSendStreamDriverAuthMode x509/name\n$ActionQueueType LinkedList\n$ActionQueueFileName fwd\n*.* @@logs.example.org:10514\n',
    'met',
  ],
  'by RELP': [
    'action(type="omrelp" target="logs.example.org" port="2514" tls="on" tls.authmode="name" queue.type="LinkedList" queue.filename="fwd")\n',
    'met',
  ],
  'to another host': ['*.* @@old.example.org\n', 'unmet'],
  'only in a comment': [`/* ${RIGHT} */\n# ${RIGHT}`, 'unmet'],
  'by UDP': ['*.* @logs.example.org\n', 'manual'],
  'in clear text': ['*.* @@logs.example.org:6514\n', 'manual'],
  'without a look at the certificate': [RIGHT.replace('x509/name', 'anon'), 'manual'],
  'with a mode that is off': [RIGHT.replace('Mode="1"', 'Mode="0"'), 'manual'],
  'without a queue on disk': [RIGHT.replace(/ queue\.filename="fwd"/, ''), 'manual'],
  'some records only': [RIGHT.replace('*.*', 'auth,authpriv.*'), 'manual'],
  'after all records were ended': [`*.* stop\n${RIGHT}`, 'manual'],
  'in a ruleset to which nothing is given': [`ruleset(name="fwd") {\n ${RIGHT}}\n`, 'manual'],
};

for (const [what, [text, expected]] of Object.entries(TABLE)) {
  test(`what is there already: ${what}`, async () => {
    const found = await assess({ entries: { [SITE]: text } });
    assert.equal(of(found, TARGET).verdict, expected, JSON.stringify(of(found, TARGET).steps));
    if (expected === 'manual') assert.match(of(found, TARGET).steps?.[0] ?? '', /50-site\.conf, line \d/);
    const after = await assess({ entries: { [SITE]: text, ...made(found) } });
    assert.equal(of(after, TARGET).verdict, expected === 'unmet' ? 'met' : expected);
  });
}

test('who ends some records comes after our file; who ends all of them before it is named', async () => {
  const some = await assess({
    entries: { '/etc/rsyslog.d/20-ufw.conf': ':msg, contains, "[UFW " /var/log/ufw.log\n& stop\n*.* stop\n' },
  });
  assert.equal(of(some, TARGET).verdict, 'unmet');
  const all = await assess({ entries: { '/etc/rsyslog.d/00-a.conf': '*.* ~\n' } });
  assert.equal(of(all, TARGET).verdict, 'manual');
  assert.match(of(all, TARGET).steps?.[0] ?? '', /00-a\.conf, line 1, ends all records before$/);
});

test('a drop-in that nothing includes, or only for some records, would do nothing', async () => {
  const alone = await assess({ entries: { [MAIN]: '*.* /var/log/all\n' } });
  assert.match(of(alone, TARGET).steps?.[0] ?? '', /add the line \$IncludeConfig/);
  const some = await assess({
    entries: {
      [MAIN]: 'if $msg contains "x" then {\n include(file="/etc/rsyslog.d/*.conf" mode="optional")\n}\n',
    },
  });
  assert.match(of(some, TARGET).steps?.[0] ?? '', /only those of \$msg contains "x"/);
});

test('what it needs and is not there is said before anything is written', async () => {
  const step = async (given: Given) => {
    const requirement = of(await assess(given), TARGET);
    assert.equal(requirement.verdict, 'manual');
    return requirement.steps?.[0] ?? '';
  };
  assert.match(await step({ without: ['/usr/sbin/rsyslogd'] }), /^install rsyslog with its TLS/);
  assert.match(
    await step({ without: ['/usr/lib/x86_64-linux-gnu/rsyslog/lmnsd_gtls.so'] }),
    /^install the TLS of rsyslog: apt install rsyslog-gnutls/,
  );
  assert.match(await step({ without: ['/etc/ssl/certs/ca-certificates.crt'] }), /ca-certificates/);
  assert.match(await step({ ca: '/etc/x"\n*.* ~' }), /whole path without blanks/);
  assert.match(await step({ without: ['/var/spool/rsyslog'] }), /install -d -m 0700/);
  const mute = { without: ['/etc/systemd/system/multi-user.target.wants/rsyslog.service'] };
  assert.match(await step(mute), /not started at boot/);
  assert.match(await step({ active: 'failed' }), /rsyslog.service is failed/);
  assert.match(await step({ active: 'inactive', entries: { [SITE]: RIGHT } }), /rsyslog.service is inactive/);
});

test('an image is judged by its files', async () => {
  const found = await assess({ image: true, active: 'inactive' });
  assert.deepEqual(verdicts(found), { [TARGET]: 'unmet', audit: 'unmet' });
});

test('a place for queues that nobody has set, another driver, and certificates of the policy', async () => {
  const found = await assess({
    entries: {
      [MAIN]: 'include(file="/etc/rsyslog.d/*.conf")\n',
      '/usr/lib64/rsyslog/lmnsd_ossl.so': '',
      '/var/lib/rsyslog': { directory: true },
    },
    without: ['/usr/lib/x86_64-linux-gnu/rsyslog/lmnsd_gtls.so', '/var/spool/rsyslog'],
    ca: '/etc/pki/site.pem',
  });
  const text = String(textOf(found, OURS));
  assert.match(text, /streamDriver="ossl"/);
  assert.match(text, /CAFile="\/etc\/pki\/site\.pem"/);
  assert.match(text, /queue\.spoolDirectory="\/var\/lib\/rsyslog"/);
});

test('our own file follows the policy: another target, port or certificate', async () => {
  const ours = { [OURS]: String(textOf(await assess(), OURS)) };
  for (const given of [
    { target: 'b.example.org' },
    { target: 'logs.example.org:7000' },
    { ca: '/etc/ca.pem' },
  ]) {
    const found = await assess({ entries: ours, ...given });
    assert.equal(found[0]?.verdict, 'unmet', JSON.stringify(given));
    assert.equal((await assess({ entries: { ...ours, ...made(found) }, ...given }))[0]?.verdict, 'met');
  }
});

test('what journald keeps to itself, rsyslog cannot send, unless it reads the journal', async () => {
  const quiet = { '/etc/systemd/journald.conf.d/x.conf': '[Journal]\nForwardToSyslog=no\n', [SITE]: RIGHT };
  const found = of(await assess({ entries: quiet }), TARGET);
  assert.equal(found.verdict, 'manual');
  assert.match(
    found.steps?.[0] ?? '',
    /ForwardToSyslog=no out of \/etc\/systemd\/journald\.conf\.d\/x\.conf, line 2/,
  );
  const reading = { ...quiet, [MAIN]: `module(load="imjournal")\n${STOCK}` };
  assert.equal(of(await assess({ entries: reading }), TARGET).verdict, 'met');
  const later = { ...quiet, '/etc/systemd/journald.conf.d/y.conf': '[Journal]\nForwardToSyslog=yes\n' };
  assert.equal(of(await assess({ entries: later }), TARGET).verdict, 'met');
});

test('the journal may go there as a whole instead', async () => {
  const upload = (url: string) => ({
    '/etc/systemd/journal-upload.conf': '[Upload]\n# URL=\n',
    '/etc/systemd/journal-upload.conf.d/site.conf': `[Upload]\nURL=${url}\n`,
    '/etc/systemd/system/multi-user.target.wants/systemd-journal-upload.service': { link: '/x' },
  });
  const verdict = async (url: string, without: readonly string[] = []) =>
    of(await assess({ entries: upload(url), without: ['/usr/sbin/rsyslogd', ...without] }), TARGET).verdict;
  assert.equal(await verdict('https://logs.example.org:19532'), 'met');
  assert.equal(await verdict('http://logs.example.org:19532'), 'manual');
  assert.equal(await verdict('https://other.example.org'), 'manual');
  const unit = '/etc/systemd/system/multi-user.target.wants/systemd-journal-upload.service';
  assert.equal(await verdict('https://logs.example.org', [unit]), 'manual');
});

test('the records of auditd: to syslog, to another auditd, or nowhere', async () => {
  const audit = async (entries: NonNullable<WrittenHost['entries']>, without: readonly string[] = []) =>
    (await assess({ entries, without })).find(({ object }) => object === 'audit')?.verdict;
  assert.equal(await audit({ [PLUGIN]: PACKAGED.replace('= no', '= YES') }), 'met');
  const remote = { '/etc/audit/plugins.d/au-remote.conf': 'active = yes\npath = /sbin/audisp-remote\n' };
  assert.equal(await audit(remote), 'unmet');
  assert.equal(await audit({ ...remote, '/etc/audit/audisp-remote.conf': 'remote_server =\n' }), 'unmet');
  assert.equal(await audit({ ...remote, '/etc/audit/audisp-remote.conf': 'remote_server = h\n' }), 'met');
  assert.equal(await audit({}, [PLUGIN]), 'manual');
  assert.equal(await audit({}, ['/sbin/audisp-syslog']), 'manual');
  assert.equal(await audit({}, ['/usr/sbin/auditd']), undefined);
});

test('what rsyslogd would not take is refused, not guessed', async () => {
  await assert.rejects(
    assess({ entries: { [SITE]: '\naction(type="omfwd"\n' } }),
    (error) =>
      error instanceof Refused &&
      error.refusal.code === 'malformed' &&
      error.refusal.args.path === SITE &&
      error.refusal.args.line === 2,
  );
});
