import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/accounts/account-integrity.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import { readFacts } from '../../read-facts.ts';
import { withWishes } from '../../with-wishes.ts';
import { accountsHost } from '../accounts-host.ts';

const MET = { identities: 'met', passwords: 'met', shells: 'met' };
const NONE = '!:19782::::::';

async function assess(host: WrittenHost, shells: readonly string[] = []) {
  const facts = await readFacts(createMemoryHost(host), playbook.facts);
  return playbook.assess({ facts, params: { shells } });
}
const verdicts = async (...given: Parameters<typeof assess>) =>
  Object.fromEntries((await assess(...given)).map(({ object, verdict }) => [object, verdict]));
const found = async (object: string, ...given: Parameters<typeof assess>) =>
  (await assess(...given)).find((each) => each.object === object);

test("Debian's own accounts are met, in an image too", async () => {
  assert.deepEqual(await verdicts(accountsHost({})), MET);
  assert.deepEqual(await verdicts(accountsHost({ type: 'image' })), MET);
});

test('a second root is for a person', async () => {
  const host = accountsHost({ accounts: { toor: ['x:0:0::/root:/bin/sh', NONE] } });
  const toor = await found('uid-0:toor', host);
  assert.equal(toor?.verdict, 'manual');
  assert.deepEqual(toor?.evidence, [{ source: '/etc/passwd', line: 5, says: 'toor has uid 0', wins: true }]);
  assert.deepEqual(await verdicts(host), { 'uid-0:toor': 'manual', passwords: 'met', shells: 'met' });
});

test('two of one name or number, a group that is none, the group of root: all for a person, with their lines', async () => {
  const host = accountsHost({
    accounts: {
      alice: ['x:1000:1000::/home/alice:/bin/sh', NONE],
      bob: ['x:1000:4711::/home/bob:/bin/sh', NONE],
      op: ['x:1002:0::/home/op:/bin/sh', NONE],
      operator: ['x:11:0::/root:/sbin/nologin', NONE],
    },
    entries: {
      '/etc/group':
        'root:x:0:\ndaemon:x:1:\npeople:x:1000:\npeople:x:1001:\nother:x:1000:\nnogroup:x:65534:\n',
    },
  });
  assert.deepEqual(await verdicts(host), {
    'gid-0:op': 'manual',
    'group-of:bob': 'manual',
    'uid:1000': 'manual',
    'gid:1000': 'manual',
    'group:people': 'manual',
    passwords: 'met',
    shells: 'met',
  });
  assert.deepEqual(
    (await found('uid:1000', host))?.evidence.map(({ line, says }) => [line, says]),
    [
      [5, 'alice'],
      [6, 'bob'],
    ],
  );
});

test('lines that bring in accounts from elsewhere are named, and never taken out by a program', async () => {
  const host = accountsHost({});
  const passwd = `${host.entries?.['/etc/passwd']}+::::::\n`;
  const compat = await found('compat:/etc/passwd:5', {
    ...host,
    entries: { ...host.entries, '/etc/passwd': passwd },
  });
  assert.equal(compat?.verdict, 'manual');
  assert.equal(compat?.steps?.at(-1), 'take out line 5 of /etc/passwd: vipw');
});

test('an empty password is locked, and the overlay is then met', async () => {
  const host = accountsHost({ accounts: { kiosk: ['x:1003:1000::/home/kiosk:/bin/sh', ':19782::::::'] } });
  const requirements = await assess(host);
  const kiosk = requirements.find(({ object }) => object === 'password:kiosk');
  assert.deepEqual(kiosk?.wishes, [
    { kind: 'entry', key: '/etc/shadow', part: 'shadow:kiosk/password', desired: '!' },
  ]);
  assert.deepEqual(await verdicts(withWishes(host, requirements)), MET);
});

test("root's empty password may be the only way in, so it is not locked by a program", async () => {
  const root = ['x:0:0:root:/root:/bin/bash', ':19782::::::'] as const;
  const host = accountsHost({ accounts: { root } });
  assert.deepEqual((await found('password:root', host))?.steps, ['passwd root']);
});

test('a password field that shadow does not decide', async () => {
  const host = accountsHost({
    accounts: {
      free: [':1001:1000::/home/free:/bin/sh', NONE],
      old: ['$1$abc$HASH:1002:1000::/home/old:/bin/sh', NONE],
      star: ['*:1003:1000::/home/star:/bin/sh', NONE],
    },
  });
  const requirements = await assess(host);
  assert.deepEqual(
    requirements
      .filter(({ object }) => object.startsWith('unshadowed'))
      .map(({ object, verdict }) => [object, verdict]),
    [
      ['unshadowed:free', 'unmet'],
      ['unshadowed:old', 'manual'],
      ['unshadowed:star', 'manual'],
    ],
  );
  assert.doesNotMatch(JSON.stringify(requirements), /HASH/);
  assert.match(String(withWishes(host, requirements).entries?.['/etc/passwd']), /^free:x:1001:/m);
});

test('an account of the system loses its shell, and people keep theirs', async () => {
  const host = accountsHost({
    accounts: {
      git: ['x:110:1::/srv/git:/bin/sh', '*:19782::::::'],
      empty: ['x:111:1::/srv/empty:', '*:19782::::::'],
      alice: ['x:1000:1000::/home/alice:/bin/bash', '$y$A:19782::::::'],
    },
  });
  const requirements = await assess(host);
  assert.deepEqual(
    requirements.flatMap(({ wishes }) => wishes.map(({ part, desired }) => [part, desired])),
    [
      ['passwd:git/shell', '/usr/sbin/nologin'],
      ['passwd:empty/shell', '/usr/sbin/nologin'],
    ],
  );
  assert.deepEqual(await verdicts(withWishes(host, requirements)), MET);
  assert.deepEqual(await verdicts(host, ['git', 'empty']), MET);
});

test('where people begin is what login.defs says, its last line', async () => {
  const accounts = { alice: ['x:600:1000::/home/alice:/bin/bash', '*:19782::::::'] } as const;
  const at = (text: string) =>
    verdicts(accountsHost({ accounts, entries: { '/etc/login.defs': text } })).then(
      (all) => all.shells ?? 'not met',
    );
  assert.equal(await at('UID_MIN 500\n'), 'met');
  assert.equal(await at('UID_MIN 500\nUID_MIN 1000\n'), 'not met');
  assert.equal(await at('#UID_MIN 500\n'), 'not met');
  assert.equal(await at(''), 'not met');
});

test('an account of the system that somebody may log in with, or that something runs as, is for a person', async () => {
  const git = ['x:110:1::/srv/git:/bin/sh', '*:19782::::::'] as const;
  const cases: [string, Parameters<typeof accountsHost>[0]][] = [
    ['a person from a time of lower numbers', { accounts: { git: [git[0], '$y$G:19782::::::'] } }],
    [
      'keys',
      {
        accounts: { git },
        entries: {
          '/srv/git/.ssh/authorized_keys':
            'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHz0mMWVt3bq0hB1Y0s7yq9b6kJH2b1dQm8Z5o7cXw2L a@b\n',
        },
      },
    ],
    ['a daemon', { accounts: { git }, processes: [{ uid: 110 }] }],
    ['a unit', { accounts: { git }, entries: { '/etc/systemd/system/g.service': '[Service]\nUser=110\n' } }],
    ['a crontab', { accounts: { git }, entries: { '/var/spool/cron/crontabs/git': '' } }],
  ];
  for (const [what, given] of cases) {
    const shell = await found('shell:git', accountsHost(given));
    assert.equal(shell?.verdict, 'manual', what);
    assert.deepEqual(shell?.wishes, [], what);
    assert.ok(
      shell?.steps?.some((step) => step.endsWith('[accounts/account-integrity]: shells = git')),
      what,
    );
  }
});

test('a password without a shell: locked on the system, a question of mail and files for people', async () => {
  const host = accountsHost({
    accounts: {
      ftp: ['x:120:1::/srv/ftp:/bin/false', '$y$F:19782::::::'],
      mailbox: ['x:1005:1000::/home/mailbox:/usr/sbin/nologin', '$y$M:19782::::::'],
    },
  });
  const requirements = await assess(host);
  assert.deepEqual(
    requirements.map(({ object, verdict, wishes }) => [object, verdict, wishes[0]?.part]),
    [
      ['identities', 'met', undefined],
      ['idle:ftp', 'unmet', 'shadow:ftp/locked'],
      ['idle:mailbox', 'manual', undefined],
      ['shells', 'met', undefined],
    ],
  );
});

test('the program for no shell is one that is there', async () => {
  const git = ['x:110:1::/srv/git:/bin/sh', '*:19782::::::'] as const;
  const host = accountsHost({ accounts: { git } });
  const { '/usr/sbin/nologin': _, ...entries } = host.entries ?? {};
  const desired = async (more: object) =>
    (await found('shell:git', { ...host, entries: { ...entries, ...more } }))?.wishes[0]?.desired;
  assert.equal(await desired({ '/sbin/nologin': '' }), '/sbin/nologin');
  assert.equal(await desired({}), '/bin/false');
});
