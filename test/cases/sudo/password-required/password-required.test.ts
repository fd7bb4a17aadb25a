import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/sudo/password-required.ts';
import { createMemoryHost, type WrittenEntry } from '../../../../src/host/memory-host.ts';
import type { Path } from '../../../../src/model/path.ts';
import type { Requirement } from '../../../../src/model/requirement.ts';
import { readFacts } from '../../read-facts.ts';
import { withWishes } from '../../with-wishes.ts';

type Entries = { readonly [path: Path]: WrittenEntry };

const DROP_IN = '/etc/sudoers.d/zz-holdfast-password-required';
const HEADER = '# Sorts last, so that it wins. Written by Holdfast: sudo/password-required.\n';
const DEBIAN: Entries = {
  '/usr/bin/sudo': '',
  '/etc/passwd':
    'root:x:0:0::/root:/bin/bash\nalice:x:1000:1000::/home/alice:/bin/bash\ndebian:x:1001:1001::/home/debian:/bin/bash\nansible:x:1002:1002::/home/ansible:/bin/sh\n',
  '/etc/shadow':
    'root:*:19000:0:99999:7:::\nalice:$y$hash:19000:0:99999:7:::\ndebian:!:19000:0:99999:7:::\nansible:*:19000:0:99999:7:::\n',
  '/etc/group': 'root:x:0:\nsudo:x:27:alice,debian\nci:x:50:ansible\n',
  '/etc/sudoers':
    'Defaults use_pty\nroot ALL=(ALL:ALL) ALL\n%sudo ALL=(ALL:ALL) ALL\n@includedir /etc/sudoers.d\n',
  '/etc/sudoers.d/README': '# nothing\n',
};
const ALICE_ONLY: Entries = { '/etc/group': 'root:x:0:\nsudo:x:27:alice\nci:x:50:ansible\n' };

interface Params {
  readonly allowed: readonly string[];
  readonly timeout: number;
}
const DEFAULT: Params = { allowed: [], timeout: 15 };

async function assess(entries: Entries, params: Partial<Params> = {}): Promise<readonly Requirement[]> {
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
const fixed = (entries: Entries, found: readonly Requirement[]): Entries =>
  withWishes({ entries: { ...DEBIAN, ...entries } }, found).entries ?? {};

test('a stock Debian is met, setting by setting', async () => {
  const found = await assess({});
  assert.deepEqual(
    found.map(({ object, verdict }) => `${object} ${verdict}`),
    [
      'rules met',
      'setting:authenticate met',
      'setting:exempt_group met',
      'setting:timestamp_timeout met',
      'setting:targetpw met',
      'setting:rootpw met',
      'setting:runaspw met',
    ],
  );
});

test('applies where sudo or doas is', async () => {
  const applies = async (entries: Entries) =>
    playbook.applies?.({
      facts: await readFacts(createMemoryHost({ entries }), playbook.facts),
      params: DEFAULT,
    });
  assert.equal(await applies({}), 'neither sudo nor doas is installed');
  assert.equal(await applies(DEBIAN), true);
  assert.equal(await applies({ '/etc/doas.conf': 'permit :wheel\n' }), true);
});

test('NOPASSWD becomes PASSWD in its place, and not another byte moves', async () => {
  const text =
    '# of alice\n\talice\tALL=(ALL) \\\n\t NOPASSWD : ALL, SETENV: NOPASSWD:/bin/NOPASSWD, PASSWD: /bin/ls # NOPASSWD:\n\n#end';
  const found = await assess({ '/etc/sudoers.d/10-alice': text });
  const rule = of(found, 'rule:/etc/sudoers.d/10-alice:2');
  assert.equal(rule.verdict, 'unmet');
  const after = fixed({ '/etc/sudoers.d/10-alice': text }, found);
  assert.equal(
    after['/etc/sudoers.d/10-alice'],
    '# of alice\n\talice\tALL=(ALL) \\\n\t PASSWD : ALL, SETENV: PASSWD:/bin/NOPASSWD, PASSWD: /bin/ls # NOPASSWD:\n\n#end',
  );
  assert.deepEqual(verdicts(await assess(after)), {});
});

test('an account without a password is never cut off: a person must lift it, and is told how', async () => {
  const found = await assess({
    '/etc/sudoers.d/90-cloud-init-users': '# User rules\n\ndebian ALL=(ALL) NOPASSWD:ALL\n',
  });
  const rule = of(found, 'rule:/etc/sudoers.d/90-cloud-init-users:3');
  assert.equal(rule.verdict, 'manual');
  assert.deepEqual(rule.wishes, []);
  assert.deepEqual(rule.evidence.at(-1), {
    source: '/etc/shadow',
    line: 3,
    says: 'debian has a locked password',
    wins: true,
  });
  assert.deepEqual(rule.steps, [
    'debian would have no password to give (/etc/shadow, line 3): passwd debian gives it one',
    'an automation account that must do without is named in /etc/holdfast/policy.ini, in the section [sudo/password-required]: allowed = debian',
    'then plan again',
  ]);
});

test('a password that is empty, or has no line at all, is none to give', async () => {
  const says = async (shadow: string) => {
    const rule = { '/etc/shadow': shadow, '/etc/sudoers.d/10-x': 'alice ALL=NOPASSWD:ALL\n' };
    const found = of(await assess(rule), 'rule:/etc/sudoers.d/10-x:1');
    return `${found.verdict} ${found.evidence.at(-1)?.source} ${found.evidence.at(-1)?.line} ${found.evidence.at(-1)?.says}`;
  };
  assert.equal(await says('alice::1::::::\n'), 'manual /etc/shadow 1 alice has an empty password');
  assert.equal(await says('alice:!$y$hash:1::::::\n'), 'manual /etc/shadow 1 alice has a locked password');
  assert.equal(
    await says('root:*:1::::::\n'),
    'manual /etc/passwd 2 alice has no line in /etc/shadow, and so no password',
  );
});

test('allowed automation accounts keep what they have', async () => {
  const rule = { '/etc/sudoers.d/10-ci': 'User_Alias CI = ansible\nCI ALL=(ALL) NOPASSWD:ALL\n' };
  assert.deepEqual(verdicts(await assess(rule, { allowed: ['ansible'] })), {});
  const gone = { '/etc/sudoers.d/10-ci': 'later ALL=(ALL) NOPASSWD:ALL\n' };
  assert.deepEqual(verdicts(await assess(gone, { allowed: ['later'] })), {
    'rule:/etc/sudoers.d/10-ci:1': 'unmet',
  });
});

test('a rule of the allowed and of others is for a person to take apart', async () => {
  const rule = { '/etc/sudoers.d/10-x': 'alice, %ci ALL=(ALL) NOPASSWD:ALL\n' };
  const found = of(await assess(rule, { allowed: ['ansible'] }), 'rule:/etc/sudoers.d/10-x:1');
  assert.equal(found.verdict, 'manual');
  assert.deepEqual(found.steps, [
    'visudo -f /etc/sudoers.d/10-x',
    'give ansible a line apart from line 1, and the others one with PASSWD: alice, %ci ALL=(ALL) NOPASSWD:ALL',
    'then plan again',
  ]);
});

test('whose password only a directory knows is for a person', async () => {
  const sss = { '/etc/nsswitch.conf': 'passwd: files sss\n' };
  const of1 = async (rule: string, more: Entries = {}) =>
    of(await assess({ '/etc/sudoers.d/10-x': `${rule}\n`, ...more }), 'rule:/etc/sudoers.d/10-x:1').verdict;
  assert.equal(await of1('%admins ALL=NOPASSWD: ALL', sss), 'manual');
  assert.equal(await of1('%admins ALL=NOPASSWD: ALL'), 'unmet');
  assert.equal(await of1('alice ALL=NOPASSWD: ALL', sss), 'unmet');
  assert.equal(await of1('ALL ALL=NOPASSWD: /bin/ls', sss), 'manual');
});

test('rules of root and of other hosts let nobody in', async () => {
  const rules = 'root ALL=NOPASSWD: ALL\n#0 ALL=NOPASSWD: ALL\nalice elsewhere=NOPASSWD: ALL\n';
  const found = await assess({ '/etc/sudoers.d/10-x': rules, '/etc/hostname': 'here\n' });
  assert.deepEqual(verdicts(found), {});
});

test('Defaults are set right in their own scopes, in a file that is read last', async () => {
  const entries = {
    ...ALICE_ONLY,
    '/etc/sudoers.d/10-x':
      'Defaults !authenticate, timestamp_timeout=-1\nDefaults:alice timestamp_timeout=60\nDefaults!/bin/ls \\\n !authenticate\nDefaults rootpw, exempt_group=sudo\n',
  };
  const found = await assess(entries);
  assert.deepEqual(verdicts(found), {
    'setting:authenticate': 'unmet',
    'setting:exempt_group': 'unmet',
    'setting:timestamp_timeout': 'unmet',
    'setting:rootpw': 'unmet',
  });
  assert.deepEqual(of(found, 'setting:rootpw').wishes, [
    { kind: 'entry', key: DROP_IN, part: `sudoers:line/${HEADER.trim()}`, desired: true },
    { kind: 'entry', key: DROP_IN, part: 'sudoers:line/Defaults !rootpw', desired: true },
    { kind: 'entry', key: DROP_IN, part: 'mode', desired: 0o440 },
    { kind: 'entry', key: DROP_IN, part: 'owner', desired: 0 },
    { kind: 'entry', key: DROP_IN, part: 'group', desired: 0 },
  ]);
  const after = fixed(entries, found);
  assert.equal(
    after[DROP_IN],
    `${HEADER}Defaults authenticate\nDefaults!/bin/ls authenticate\nDefaults !exempt_group\nDefaults timestamp_timeout=15\nDefaults:alice timestamp_timeout=15\nDefaults !rootpw\n`,
  );
  assert.equal(after['/etc/sudoers.d/10-x'], entries['/etc/sudoers.d/10-x']);
  assert.deepEqual(verdicts(await assess(after)), {});
});

test('the time that sudo remembers: less than none, for ever, fractions, and what nobody sets', async () => {
  const verdict = async (text: string, timeout = 15) =>
    of(await assess({ '/etc/sudoers.d/10-x': `${text}\n` }, { timeout }), 'setting:timestamp_timeout')
      .verdict;
  assert.equal(await verdict('Defaults timestamp_timeout=0'), 'met');
  assert.equal(await verdict('Defaults timestamp_timeout=15'), 'met');
  assert.equal(await verdict('Defaults timestamp_timeout=15.5'), 'unmet');
  assert.equal(await verdict('Defaults timestamp_timeout="-1"'), 'unmet');
  assert.equal(await verdict('Defaults !timestamp_timeout'), 'met');
  assert.equal(await verdict('Defaults timestamp_timeout=60\nDefaults timestamp_timeout=5'), 'met');
  assert.equal(await verdict('Defaults timestamp_timeout=5', 0), 'unmet');
  assert.equal(await verdict('', 15), 'met');
  assert.equal(await verdict('', 5), 'unmet');
});

test('another parameter replaces our own line', async () => {
  const entries = { [DROP_IN]: `${HEADER}Defaults timestamp_timeout=15\n` };
  const after = fixed(entries, await assess(entries, { timeout: 5 }));
  assert.deepEqual(after[DROP_IN], {
    content: `${HEADER}Defaults timestamp_timeout=5\n`,
    mode: 0o440,
    uid: 0,
    gid: 0,
  });
});

test('Defaults that spare accounts without a password are for a person', async () => {
  const found = await assess({ '/etc/sudoers.d/10-x': 'Defaults !authenticate\n' });
  const setting = of(found, 'setting:authenticate');
  assert.equal(setting.verdict, 'manual');
  assert.deepEqual(setting.steps?.slice(0, 1), [
    'debian would have no password to give (/etc/shadow, line 3): passwd debian gives it one',
  ]);
  assert.equal(
    setting.steps?.at(-2),
    'line 1 of /etc/sudoers.d/10-x stays as it is until then: Defaults !authenticate',
  );
  const others = await assess({ '/etc/sudoers.d/10-x': 'Defaults:alice !authenticate\n' });
  assert.equal(of(others, 'setting:authenticate').verdict, 'unmet');
  const rootpw = await assess({ '/etc/sudoers.d/10-x': 'Defaults rootpw\n' });
  assert.equal(of(rootpw, 'setting:rootpw').verdict, 'manual');
  const exempt = await assess({ '/etc/sudoers.d/10-x': 'Defaults exempt_group=ci\n' });
  assert.equal(of(exempt, 'setting:exempt_group').verdict, 'manual');
});

test('an allowed account that only Defaults spare needs a rule of its own', async () => {
  const entries = {
    ...ALICE_ONLY,
    '/etc/sudoers.d/10-x': 'Defaults !authenticate\nansible ALL=(ALL) /usr/bin/apt-get\n',
  };
  const setting = of(await assess(entries, { allowed: ['ansible'] }), 'setting:authenticate');
  assert.equal(setting.verdict, 'manual');
  assert.equal(setting.steps?.[0], 'give ansible a rule of its own with NOPASSWD: visudo');
  const own = { ...entries, '/etc/sudoers.d/20-x': 'ansible ALL=(ALL) NOPASSWD: ALL\n' };
  assert.deepEqual(verdicts(await assess(own, { allowed: ['ansible'] })), {
    'setting:authenticate': 'unmet',
  });
});

test('where everybody may with the password of root, their own must not do', async () => {
  const suse = { ...ALICE_ONLY, '/etc/sudoers.d/10-suse': 'Defaults targetpw\nALL ALL=(ALL) ALL\n' };
  const setting = of(await assess(suse), 'setting:targetpw');
  assert.equal(setting.verdict, 'manual');
  assert.deepEqual(setting.steps?.slice(0, 2), [
    'visudo -f /etc/sudoers.d/10-suse',
    'line 2 speaks of everybody, which only targetpw makes bearable: name those who may instead: ALL ALL=(ALL) ALL',
  ]);
});

test('what is read after our file is for a person', async () => {
  const entries = { ...ALICE_ONLY, '/etc/sudoers.d/zzz': 'Defaults !authenticate\n' };
  assert.deepEqual(of(await assess(entries), 'setting:authenticate').steps, [
    'visudo -f /etc/sudoers.d/zzz',
    'line 1 is read after our own file and decides; take it out: Defaults !authenticate',
    'then plan again',
  ]);
  const lone = {
    ...ALICE_ONLY,
    '/etc/sudoers': 'Defaults timestamp_timeout=-1\nalice ALL=ALL\n',
  };
  assert.equal(
    of(await assess(lone), 'setting:timestamp_timeout').steps?.[1],
    'add the line "@includedir /etc/sudoers.d" at its end',
  );
});

test('doas and polkit are for a person, by file and line', async () => {
  const found = await assess(
    {
      '/etc/doas.conf':
        '# nopass for nobody\npermit persist :wheel\npermit nopass setenv { A=B } bob as root\npermit nopass ansible\ndeny eve\n',
      '/etc/doas.d/10-x.conf': 'permit keepenv \\\n nopass :ops cmd reboot\n',
      '/etc/polkit-1/rules.d/49-x.rules':
        '/* polkit.Result.YES */\npolkit.addRule(function(action, subject) {\n  // return polkit.Result.YES;\n  return polkit.Result.YES;\n});\n',
    },
    { allowed: ['ansible'] },
  );
  assert.deepEqual(verdicts(found), {
    'doas:/etc/doas.conf:3': 'manual',
    'doas:/etc/doas.d/10-x.conf:1': 'manual',
    'polkit:/etc/polkit-1/rules.d/49-x.rules:4': 'manual',
  });
  assert.equal(
    of(found, 'doas:/etc/doas.conf:3').steps?.[1],
    'take nopass out of line 3 of /etc/doas.conf: permit nopass setenv { A=B } bob as root',
  );
  const asking = await assess({ '/etc/doas.conf': 'permit persist :wheel\n' });
  assert.equal(of(asking, 'doas').verdict, 'met');
});

test('whom the rule would cut off by a password that is not theirs to give is left to a person', async () => {
  const rule: Entries = { ...ALICE_ONLY, '/etc/sudoers.d/10-x': 'alice ALL=(ALL) NOPASSWD: ALL\n' };
  assert.deepEqual(verdicts(await assess(rule)), { 'rule:/etc/sudoers.d/10-x:1': 'unmet' });
  const ofRoot: Entries = {
    ...rule,
    '/etc/sudoers.d/20-x': 'Defaults targetpw\nALL ALL=(ALL) ALL\n',
  };
  assert.equal(verdicts(await assess(ofRoot))['rule:/etc/sudoers.d/10-x:1'], 'manual');
  const remote: Entries = {
    '/etc/nsswitch.conf': 'passwd: files sss\n',
    '/etc/group': 'root:x:0:\nsudo:x:27:alice,bob\nci:x:50:ansible\n',
    '/etc/sudoers.d/10-x': '%sudo ALL=(ALL) NOPASSWD: ALL\n',
  };
  assert.equal(verdicts(await assess(remote))['rule:/etc/sudoers.d/10-x:1'], 'manual');
});
