import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/ssh/source-ranges.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import { Refused } from '../../../../src/model/refusal.ts';
import type { Requirement } from '../../../../src/model/requirement.ts';
import { readFacts } from '../../read-facts.ts';
import { withWishes } from '../../with-wishes.ts';

const MAIN = '/etc/ssh/sshd_config';
const DROP_IN = '/etc/ssh/sshd_config.d/00-holdfast-source-ranges.conf';
const STOCK = 'Include /etc/ssh/sshd_config.d/*.conf\nUsePAM yes\n';
const RANGES = ['10.0.0.0/8', '2001:db8::/32'];
const ITEM = '*@!10.0.0.0/8,!2001:db8::/32,!127.0.0.0/8,!::1,*';
const hostWith = (entries: WrittenHost['entries']): WrittenHost => ({
  entries: {
    '/usr/sbin/sshd': '',
    '/usr/lib/systemd/system/ssh.service':
      '[Service]\nEnvironmentFile=-/etc/default/ssh\nExecStart=/usr/sbin/sshd -D $SSHD_OPTS\n',
    '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nalice:x:1000:100::/:/bin/sh\nbob:x:1001:50::/:/bin/sh\n',
    '/etc/group': 'root:x:0:\nops:x:50:alice\nusers:x:100:\n',
    ...entries,
  },
});
const ofMain = (text: string) => hostWith({ [MAIN]: text });

async function assess(host: WrittenHost, ranges = RANGES): Promise<readonly Requirement[]> {
  const facts = await readFacts(createMemoryHost(host), playbook.facts);
  return playbook.assess({ facts, params: { ranges } });
}
const verdicts = (found: readonly Requirement[]) =>
  Object.fromEntries(found.map(({ object, verdict }) => [object, verdict]));
const wishes = (found: readonly Requirement[]) =>
  Object.fromEntries(
    found
      .flatMap((each) => each.wishes)
      .filter(({ part }) => part !== 'mode')
      .map(({ key, part, desired }) => [`${key} ${part}`, desired]),
  );

test('without ranges a person decides, and is told who is logged in from where', async () => {
  const session = (user: string, service: string, from: string, state = 'active') =>
    `# This is private data. Do not parse.\nUID=1000\nUSER=${user}\nSTATE=${state}\nREMOTE=1\nREMOTE_HOST=${from}\nSERVICE=${service}\n`;
  const host = hostWith({
    [MAIN]: STOCK,
    '/run/systemd/sessions/1': session('alice', 'sshd', '10.1.2.3'),
    '/run/systemd/sessions/1.ref': '',
    '/run/systemd/sessions/2': session('bob', 'sshd', '2001:db8::7'),
    '/run/systemd/sessions/3': session('bob', 'sshd', '10.1.2.3'),
    '/run/systemd/sessions/4': session('root', 'login', ''),
    '/run/systemd/sessions/5': session('bob', 'sshd', '192.0.2.1', 'closing'),
  });
  const [only, ...others] = await assess(host, []);
  assert.deepEqual(others, []);
  assert.equal(`${only?.object} ${only?.verdict}`, 'param:ranges manual');
  assert.match(
    only?.steps?.[1] ?? '',
    /\[ssh\/source-ranges\]: ranges = 10\.1\.2\.3, 2001:db8::7$|IPv6 too: ranges = 10\.1\.2\.3, 2001:db8::7$/,
  );
  assert.deepEqual(
    only?.evidence.slice(0, -1).map(({ says }) => says),
    [
      'alice is logged in from 10.1.2.3',
      'bob is logged in from 2001:db8::7',
      'bob is logged in from 10.1.2.3',
    ],
  );
  const facts = await readFacts(createMemoryHost(host), playbook.facts);
  assert.deepEqual(playbook.choices?.({ facts }), { ranges: ['10.1.2.3', '2001:db8::7'] });
});

test('an image knows of no sessions', async () => {
  const [only] = await assess({ ...ofMain(STOCK), type: 'image' }, []);
  assert.match(only?.steps?.[1] ?? '', /ranges = NETWORK, NETWORK$/);
});

test('what is no network would keep sshd from starting: it is told, and nothing is wished for', async () => {
  for (const broken of [
    '10.0.0.1/8',
    '10.0.0.0/33',
    'office',
    '10.*',
    '',
    '0',
    '10.0.0.0/8,192.0.2.0/24',
    '*',
  ]) {
    const [only, ...others] = await assess(ofMain(STOCK), ['192.0.2.0/24', broken]);
    assert.deepEqual(
      [only?.object, only?.verdict, only?.wishes, others],
      ['param:ranges', 'manual', [], []],
      broken,
    );
  }
});

/** Configurations as they are found, and the verdicts; what is unmet must be met by what it wishes for. */
const TABLE: { readonly [what: string]: readonly [text: string, verdicts: Record<string, string>] } = {
  'nobody is limited': ['', { logins: 'unmet' }],
  'a list of users admits them from everywhere': ['AllowUsers alice bob\n', { logins: 'unmet' }],
  'a list of groups does, too': ['AllowGroups ops\n', { logins: 'unmet' }],
  'lists add up: a second line undoes the first': [
    'AllowUsers *@10.0.0.0/8\nAllowUsers alice\n',
    { logins: 'unmet' },
  ],
  'one user from elsewhere': ['AllowUsers *@10.0.0.0/8 bob@192.0.2.7\n', { logins: 'unmet' }],
  'a wider network': ['AllowUsers *@10.0.0.0/7\n', { logins: 'unmet' }],
  'a network cut in half, and its other half': [
    'AllowUsers *@10.0.0.0/9,10.128.0.0/9,11.0.0.0/32\n',
    { logins: 'unmet' },
  ],
  'IPv4 alone is limited': ['DenyUsers *@!10.0.0.0/8,0.0.0.0/0\n', { logins: 'unmet' }],
  'IPv4 alone, by a pattern of names': ['DenyUsers *@!10.0.0.0/8,*.*\n', { logins: 'unmet' }],
  'a name of a host, which is not known': ['AllowUsers *@*.example.org\n', { logins: 'unmet' }],
  'one user is denied': ['DenyUsers root\nDenyGroups users\n', { logins: 'unmet' }],
  // Right by another hand.
  'networks within': ['AllowUsers *@10.1.0.0/16 root@10.2.3.4,2001:db8:1::/48\n', { logins: 'met' }],
  'a pattern of addresses': ['AllowUsers *@10.* bob@10.1.*,10.2.3.*\n', { logins: 'met' }],
  'all others are denied': ['AllowGroups ops\nDenyUsers *@!10.0.0.0/8,!2001:db8::/32,*\n', { logins: 'met' }],
  'nobody at all': ['DenyUsers *\n', { logins: 'met' }],
  'nobody is in the only group': ['AllowGroups nobody-is\n', { logins: 'met' }],
  'everybody in a block for all': ['Match all\nAllowUsers *@10.0.0.0/8\n', { logins: 'met' }],
  'a block for the rest of the world': [
    'Match Address *,!10.0.0.0/8,!2001:db8::/32,!127.0.0.1\nDenyUsers *\n',
    { logins: 'unmet', 'match:Address *,!10.0.0.0/8,!2001:db8::/32,!127.0.0.1': 'met' },
  ],
  // A block's list goes in the place of that for everybody.
  'a block admits from everywhere': [
    'AllowUsers *@10.0.0.0/8\nMatch User bob\nAllowUsers bob\n',
    { logins: 'met', 'match:User bob': 'unmet' },
  ],
  'a block denies somebody, and with that nobody else': [
    `DenyUsers ${ITEM}\nMatch Group ops\nDenyUsers bob\n`,
    { logins: 'met', 'match:Group ops': 'manual' },
  ],
  'a block for addresses within': [
    `DenyUsers ${ITEM}\nMatch Address 10.3.0.0/16\nDenyUsers bob\n`,
    { logins: 'met', 'match:Address 10.3.0.0/16': 'met' },
  ],
  'a block for an address that is none of ours': [
    `DenyUsers ${ITEM}\nMatch Address 10.3.0.0/16,192.0.2.9\nDenyUsers bob\n`,
    { logins: 'met', 'match:Address 10.3.0.0/16,192.0.2.9': 'manual' },
  ],
  'a block that is known only when somebody comes': [
    `DenyUsers ${ITEM}\nMatch LocalPort 2222\nDenyUsers bob\nMatch Host *.example.org\nDenyUsers root\nAllowUsers *@10.0.0.0/8\n`,
    { logins: 'met', 'match:LocalPort 2222': 'manual', 'match:Host *.example.org': 'met' },
  ],
  'a block with nothing of this': [
    `DenyUsers ${ITEM}\nMatch User bob\nX11Forwarding no\n`,
    { logins: 'met' },
  ],
};

for (const [what, [text, expected]] of Object.entries(TABLE)) {
  test(`${what}, and what it wishes for is enough`, async () => {
    const host = ofMain(STOCK + text);
    const before = await assess(host);
    assert.deepEqual(verdicts(before), expected);
    const after = await assess(withWishes(host, before));
    const kept = Object.entries(expected).map(([object, verdict]) => [
      object,
      verdict === 'unmet' ? 'met' : verdict,
    ]);
    assert.deepEqual(verdicts(after), Object.fromEntries(kept));
    assert.deepEqual(wishes(after), {});
  });
}

test('one line in our drop-in, beside the lists that there are, and a reload', async () => {
  const [logins] = await assess(ofMain(`${STOCK}AllowUsers alice\n`));
  const effects = [{ do: 'reload', unit: 'ssh.service' }];
  assert.deepEqual(logins?.wishes, [
    { kind: 'entry', key: DROP_IN, part: 'sshd:DenyUsers', desired: ITEM, effects },
    { kind: 'entry', key: DROP_IN, part: 'mode', desired: 0o600, effects },
  ]);
  assert.deepEqual(logins?.evidence, [
    { source: MAIN, line: 3, says: 'AllowUsers alice', wins: true },
    { source: MAIN, says: 'alice would be let in from 0.0.0.0, for one', wins: true },
  ]);
});

test('who is on this machine already may always come: without that its own jobs would be out', async () => {
  const found = await assess(ofMain(`${STOCK}AllowUsers *@127.0.0.1 *@::1\n`));
  assert.deepEqual(verdicts(found), { logins: 'met' });
});

test('where no drop-in is read, what is denied already stays denied', async () => {
  const host = ofMain('DenyUsers eve "m al"\nMatch User git\nX11Forwarding no\n');
  const before = await assess(host);
  assert.deepEqual(wishes(before), { [`${MAIN} sshd:DenyUsers`]: `eve "m al" ${ITEM}` });
  const after = withWishes(host, before);
  assert.deepEqual(verdicts(await assess(after)), { logins: 'met' });
  // Other ranges later go in the place of ours, and nothing else does.
  assert.deepEqual(wishes(await assess(after, ['10.0.0.0/16'])), {
    [`${MAIN} sshd:DenyUsers`]: 'eve "m al" *@!10.0.0.0/16,!127.0.0.0/8,!::1,*',
  });
});

test('a range that is added to the policy is opened: our own line says what the policy says', async () => {
  const host = hostWith({ [MAIN]: STOCK, [DROP_IN]: `DenyUsers ${ITEM}\n` });
  assert.deepEqual(verdicts(await assess(host)), { logins: 'met' });
  const wider = await assess(host, [...RANGES, '192.0.2.0/24']);
  assert.deepEqual(wishes(wider), {
    [`${DROP_IN} sshd:DenyUsers`]: '*@!10.0.0.0/8,!2001:db8::/32,!192.0.2.0/24,!127.0.0.0/8,!::1,*',
  });
});

test('a list of a block for all goes before every file: a person adds it there', async () => {
  const found = await assess(ofMain(`${STOCK}Match all\nDenyUsers eve\n`));
  assert.deepEqual(verdicts(found), { logins: 'manual' });
  assert.deepEqual(found[0]?.steps, [
    `add ${ITEM} to ${MAIN}, line 4, which goes before any other list: DenyUsers eve`,
    'sshd -t && systemctl reload ssh.service',
    'then plan again',
  ]);
});

test('a directory service may have users that no file names', async () => {
  const named = 'AllowUsers *@10.0.0.0/8,2001:db8::/32\nDenyUsers root alice bob\n';
  assert.deepEqual(verdicts(await assess(ofMain(STOCK + named))), { logins: 'met' });
  const stranger = 'DenyUsers root alice bob\n';
  const [logins] = await assess(ofMain(STOCK + stranger));
  assert.equal(logins?.verdict, 'unmet');
  assert.match(logins?.evidence.at(-1)?.says ?? '', /^a user of no list would be let in/);
});

test('a list that sshd would not start with is refused, not guessed', async () => {
  for (const text of ['AllowUsers alice@10.0.0.1/8', 'DenyUsers a b@10.0.0.0/8,', 'AllowUsers ""'])
    await assert.rejects(
      assess(ofMain(`${text}\n`)),
      (error) =>
        error instanceof Refused && error.refusal.code === 'malformed' && error.refusal.args.line === 1,
      text,
    );
});
