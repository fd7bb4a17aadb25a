import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/ssh/authentication.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import { Refused } from '../../../../src/model/refusal.ts';
import type { Requirement } from '../../../../src/model/requirement.ts';
import { readFacts } from '../../read-facts.ts';
import { withWishes } from '../../with-wishes.ts';

const MAIN = '/etc/ssh/sshd_config';
const DROP_IN = '/etc/ssh/sshd_config.d/00-holdfast.conf';
const CLOUD = '/etc/ssh/sshd_config.d/50-cloud-init.conf';
/** What the packages of Debian 12 and 13 say of authentication. */
const STOCK = 'Include /etc/ssh/sshd_config.d/*.conf\nKbdInteractiveAuthentication no\nUsePAM yes\n';
const RIGHT = 'PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin no\n';
const BASE = {
  '/usr/sbin/sshd': '',
  '/usr/lib/systemd/system/ssh.service':
    '[Service]\nEnvironmentFile=-/etc/default/ssh\nExecStart=/usr/sbin/sshd -D $SSHD_OPTS\n',
  '/etc/passwd':
    'root:x:0:0::/root:/bin/sh\nalice:x:1000:100::/home/alice:/bin/sh\nbob:x:1001:50::/:/bin/sh\n',
  '/etc/group': 'ops:x:50:\nusers:x:100:\n',
};
const hostWith = (entries: WrittenHost['entries']): WrittenHost => ({ entries: { ...BASE, ...entries } });

async function assess(host: WrittenHost, root = 'no'): Promise<readonly Requirement[]> {
  const facts = await readFacts(createMemoryHost(host), playbook.facts);
  return playbook.assess({ facts, params: { root } });
}
const verdicts = (found: readonly Requirement[]) =>
  Object.fromEntries(
    found.filter(({ verdict }) => verdict !== 'met').map(({ object, verdict }) => [object, verdict]),
  );
const of = (found: readonly Requirement[], object: string): Requirement => {
  const requirement = found.find((each) => each.object === object);
  assert.ok(requirement, object);
  return requirement;
};

test('applies where sshd is installed', async () => {
  const applies = async (entries: NonNullable<WrittenHost['entries']>) => {
    const facts = await readFacts(createMemoryHost({ entries }), playbook.facts);
    return playbook.applies?.({ facts, params: { root: 'no' } });
  };
  assert.equal(await applies({}), 'sshd is not installed, or has no configuration to start with');
  assert.equal(await applies({ '/usr/sbin/sshd': '', [MAIN]: '' }), true);
});

test('Debian as its packages leave it: passwords and root, put right in one drop-in', async () => {
  const found = await assess(hostWith({ [MAIN]: STOCK }));
  assert.deepEqual(verdicts(found), {
    'key:PasswordAuthentication': 'unmet',
    'key:PermitRootLogin': 'unmet',
  });
  const effects = [{ do: 'reload', unit: 'ssh.service' }];
  assert.deepEqual(of(found, 'key:PermitRootLogin').wishes, [
    { kind: 'entry', key: DROP_IN, part: 'sshd:PermitRootLogin', desired: 'no', effects },
    { kind: 'entry', key: DROP_IN, part: 'mode', desired: 0o600, effects },
  ]);
  assert.deepEqual(of(found, 'key:PermitRootLogin').evidence, [
    { source: MAIN, says: 'PermitRootLogin is not set: prohibit-password by default', wins: true },
  ]);
});

const FIXABLE: {
  readonly [what: string]: { readonly entries: WrittenHost['entries']; readonly file: string };
} = {
  'a stock Debian': { entries: { [MAIN]: STOCK }, file: DROP_IN },
  'cloud-init lets passwords in': {
    entries: { [MAIN]: STOCK, [CLOUD]: 'PasswordAuthentication yes\n' },
    file: DROP_IN,
  },
  'everything is wrong below the Include': {
    entries: {
      [MAIN]: `${STOCK}PubkeyAuthentication no\nPasswordAuthentication yes\nPermitRootLogin yes\nPermitEmptyPasswords yes\nHostbasedAuthentication yes\n`,
    },
    file: DROP_IN,
  },
  'the word stands above the Include': {
    entries: { [MAIN]: `PasswordAuthentication yes\nPermitRootLogin no\n${STOCK}` },
    file: MAIN,
  },
  'nothing is included': {
    entries: { [MAIN]: 'KbdInteractiveAuthentication no\n# c\nMatch User git\n  X11Forwarding no\n' },
    file: MAIN,
  },
  'a file sorts before ours': {
    entries: {
      [MAIN]: STOCK,
      '/etc/ssh/sshd_config.d/00-a.conf': 'PermitRootLogin yes\nPasswordAuthentication yes\n',
    },
    file: '/etc/ssh/sshd_config.d/00-a.conf',
  },
  'another file is included before': {
    entries: {
      [MAIN]: `Include /etc/site.conf\n${STOCK}`,
      '/etc/site.conf': 'PermitRootLogin yes\r\nPasswordAuthentication yes\r\n',
    },
    file: '/etc/site.conf',
  },
  'another file, whose name sorts behind ours, is included before': {
    entries: {
      [MAIN]: `Include /etc/zz.conf\n${STOCK}`,
      '/etc/zz.conf': 'PermitRootLogin yes\nPasswordAuthentication yes\n',
    },
    file: '/etc/zz.conf',
  },
  'an empty configuration': { entries: { [MAIN]: '' }, file: MAIN },
};

for (const [what, { entries, file }] of Object.entries(FIXABLE)) {
  test(`what it wishes for is enough: ${what}`, async () => {
    const before = await assess(hostWith(entries));
    const keys = new Set(before.flatMap(({ wishes }) => wishes.map(({ key }) => key)));
    assert.deepEqual([...keys], [file]);
    const after = await assess(withWishes(hostWith(entries), before));
    assert.deepEqual(verdicts(after), {});
    assert.deepEqual(
      after.flatMap(({ wishes }) => wishes),
      [],
    );
  });
}

test('what is right by another hand is met', async () => {
  const texts = [
    RIGHT,
    'passwordauthentication=no\r\nChallengeResponseAuthentication "no"\r\nPermitRootLogin no # us\r\n',
    `${RIGHT}PermitRootLogin yes\n`,
    `Match all\n${RIGHT}`,
  ];
  for (const text of texts) {
    const found = await assess(hostWith({ [MAIN]: text }));
    assert.deepEqual(verdicts(found), {}, text);
    assert.equal(found.length, 6);
  }
});

test('the first word wins: the others are told, too', async () => {
  const host = hostWith({
    [MAIN]: `${STOCK}PasswordAuthentication no\n`,
    [CLOUD]: '\nPasswordAuthentication yes\n',
  });
  const { verdict, evidence } = of(await assess(host), 'key:PasswordAuthentication');
  assert.equal(verdict, 'unmet');
  assert.deepEqual(evidence, [
    { source: CLOUD, line: 2, says: 'PasswordAuthentication yes', wins: true },
    { source: MAIN, line: 4, says: 'PasswordAuthentication no', wins: false },
  ]);
});

test('root with a key, where the policy says so', async () => {
  for (const [text, verdict] of [
    ['', 'met'],
    ['PermitRootLogin without-password\n', 'met'],
    ['PermitRootLogin forced-commands-only\n', 'met'],
    ['PermitRootLogin no\n', 'met'],
    ['PermitRootLogin yes\n', 'unmet'],
  ] as const) {
    const found = await assess(hostWith({ [MAIN]: text }), 'prohibit-password');
    const root = of(found, 'key:PermitRootLogin');
    assert.equal(root.verdict, verdict, text);
    if (verdict === 'unmet') assert.equal(root.wishes[0]?.desired, 'prohibit-password');
  }
});

test('a second factor after a key may stay, one beside a key may not', async () => {
  const methods = async (lists: string) =>
    verdicts(
      await assess(
        hostWith({
          [MAIN]: `PermitRootLogin no\nPasswordAuthentication no\nKbdInteractiveAuthentication yes\nAuthenticationMethods ${lists}\n`,
        }),
      ),
    );
  assert.deepEqual(await methods('publickey,keyboard-interactive:pam'), {});
  assert.deepEqual(await methods('publickey keyboard-interactive,publickey'), {});
  const unmet = { 'key:KbdInteractiveAuthentication': 'unmet' };
  assert.deepEqual(await methods('any'), unmet);
  assert.deepEqual(await methods('publickey'), unmet);
  assert.deepEqual(await methods('publickey keyboard-interactive'), unmet);
  assert.deepEqual(await methods('publickey publickey,keyboard-interactive keyboard-interactive'), unmet);
});

test('where no method would be left sshd would not start: a person decides', async () => {
  const text = 'AuthenticationMethods password keyboard-interactive\nPermitRootLogin no\n';
  const found = await assess(hostWith({ [MAIN]: text }));
  assert.deepEqual(verdicts(found), {
    'key:PasswordAuthentication': 'manual',
    'key:KbdInteractiveAuthentication': 'manual',
  });
  assert.match(of(found, 'key:PasswordAuthentication').steps?.[0] ?? '', /\/etc\/ssh\/sshd_config, line 1, /);
});

test('a Match block that takes it back is for a person, with the people it concerns', async () => {
  const blocks =
    'Match User alice,git\n  PasswordAuthentication yes\n  X11Forwarding no\nMatch Group ops\nPubkeyAuthentication yes\nMatch Address 10.0.0.0/8\n X11Forwarding no\n';
  const found = await assess(hostWith({ [MAIN]: RIGHT + blocks }));
  assert.deepEqual(verdicts(found), { 'match:User alice,git': 'manual' });
  assert.deepEqual(
    found.slice(6).map(({ object }) => object),
    ['match:User alice,git', 'match:Group ops'],
  );
  const { evidence, steps } = of(found, 'match:User alice,git');
  assert.deepEqual(evidence, [
    { source: MAIN, line: 5, says: 'PasswordAuthentication yes', wins: true },
    { source: '/etc/passwd', says: 'it concerns alice', wins: false },
  ]);
  assert.deepEqual(steps, [
    'see that whom it concerns can log in with a key',
    'take out of /etc/ssh/sshd_config, line 5: PasswordAuthentication yes',
    'sshd -t && systemctl reload ssh.service, or accept the exception with holdfast waive',
  ]);
});

test('a block is judged as a whole: its second factor counts, and its first word', async () => {
  const inBlock = async (text: string) =>
    verdicts(await assess(hostWith({ [MAIN]: `${RIGHT}Match Group ops\n${text}` })));
  const manual = { 'match:Group ops': 'manual' };
  const twoFactors = 'AuthenticationMethods publickey,keyboard-interactive\n';
  assert.deepEqual(await inBlock('KbdInteractiveAuthentication yes\n'), manual);
  assert.deepEqual(await inBlock(`KbdInteractiveAuthentication yes\n${twoFactors}`), {});
  assert.deepEqual(await inBlock('PasswordAuthentication no\nPasswordAuthentication yes\n'), {});
  assert.deepEqual(await inBlock('PermitRootLogin no\nMatch all\nPasswordAuthentication yes\n'), {
    'key:PasswordAuthentication': 'manual',
  });
  const everybody = `KbdInteractiveAuthentication yes\nPermitRootLogin no\nPasswordAuthentication no\n${twoFactors}`;
  const weaker = hostWith({ [MAIN]: `${everybody}Match User bob\nAuthenticationMethods any\n` });
  assert.deepEqual(verdicts(await assess(weaker)), { 'match:User bob': 'manual' });
});

test('blocks with the same criteria are one, blocks in blocks are named together', async () => {
  const host = hostWith({
    [MAIN]: `${RIGHT}Match User bob\nPermitRootLogin no\nMatch User bob\nPermitRootLogin yes\nMatch Group ops\nInclude ops.conf\n`,
    '/etc/ssh/ops.conf': 'match address=10.0.0.0/8\nPasswordAuthentication yes\n',
  });
  const found = await assess(host);
  assert.deepEqual(verdicts(found), { 'match:Group ops, address=10.0.0.0/8': 'manual' });
  assert.equal(of(found, 'match:User bob').evidence.length, 3);
});

test('an option of the command line goes before every file', async () => {
  const host = hostWith({
    [MAIN]: STOCK + RIGHT,
    '/etc/default/ssh': 'SSHD_OPTS="-o PermitRootLogin=yes"\n',
  });
  const found = await assess(host);
  assert.deepEqual(verdicts(found), { 'key:PermitRootLogin': 'manual' });
  assert.deepEqual(of(found, 'key:PermitRootLogin').steps, [
    'see where /usr/lib/systemd/system/ssh.service, line 3, or a file of its EnvironmentFile= says -o PermitRootLogin=yes; take it out, no file can go before it',
    'systemctl daemon-reload && systemctl restart ssh.service',
    'then plan again',
  ]);
});

test('what holds for everybody in a block goes before every file, too', async () => {
  const found = await assess(hostWith({ [MAIN]: `${STOCK}${RIGHT}Match all\nPermitRootLogin yes\n` }));
  assert.deepEqual(verdicts(found), { 'key:PermitRootLogin': 'manual' });
  assert.deepEqual(of(found, 'key:PermitRootLogin').steps, [
    'make /etc/ssh/sshd_config, line 8, say "PermitRootLogin no", or take it out: PermitRootLogin yes',
    'then plan again',
  ]);
});

test('what cannot be understood is refused, not guessed', async () => {
  await assert.rejects(
    assess(hostWith({ [MAIN]: 'PasswordAuthentication maybe\n' })),
    (error) => error instanceof Refused && error.refusal.code === 'malformed',
  );
});
