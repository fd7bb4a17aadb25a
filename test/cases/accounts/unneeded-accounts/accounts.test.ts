import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/accounts/unneeded-accounts.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import { readFacts } from '../../read-facts.ts';
import { withWishes } from '../../with-wishes.ts';
import { accountsHost } from '../accounts-host.ts';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHz0mMWVt3bq0hB1Y0s7yq9b6kJH2b1dQm8Z5o7cXw2L a@b\n';
const ALICE = ['x:1000:1000::/home/alice:/bin/bash', '$y$ALICE:19782:0:99999:7:::'] as const;
const CI = ['x:1001:1000::/home/ci:/bin/bash', '$y$CI:19782:0:99999:7:::'] as const;
const key = (name: string) => ({ [`/home/${name}/.ssh/authorized_keys` as const]: KEY });

async function assess(host: WrittenHost, needed: readonly string[] = [], inactive = 45) {
  const facts = await readFacts(createMemoryHost(host), playbook.facts);
  return playbook.assess({ facts, params: { needed, inactive } });
}
const verdicts = async (...given: Parameters<typeof assess>) =>
  Object.fromEntries((await assess(...given)).map(({ object, verdict }) => [object, verdict]));

test('nobody but root can log in: met, whoever is named', async () => {
  const shut = {
    locked: ['x:1001:1000::/home/locked:/bin/bash', '!$y$CI:19782:0:99999:7:::'],
    none: ['x:1002:1000::/home/none:/bin/bash', '*:19782:0:99999:7:::'],
    shell: ['x:1003:1000::/home/shell:/sbin/nologin', '$y$CI:19782:0:99999:7:::'],
    expired: ['x:1004:1000::/home/expired:/bin/sh', '$y$CI:19782:0:99999:7::1:'],
    epoch: ['x:1005:1000::/home/epoch:/bin/sh', '$y$CI:19782:0:99999:7::0:'],
  } as const;
  assert.deepEqual(await verdicts(accountsHost({ accounts: shut })), {
    accounts: 'met',
    'default:INACTIVE': 'unmet',
  });
});

test('until somebody says who is needed, a person is asked, with the names of this host', async () => {
  const host = accountsHost({ accounts: { alice: ALICE, ci: CI }, entries: key('ci') });
  const [found, ...others] = await assess(host);
  assert.equal(found?.object, 'param:needed');
  assert.equal(found?.verdict, 'manual');
  assert.deepEqual(found?.wishes, []);
  assert.deepEqual(found?.steps, [
    'see when alice last logged in: last -n 1 alice',
    'see when ci last logged in: last -n 1 ci',
    'name those that are needed in /etc/holdfast/policy.ini, in the section [accounts/unneeded-accounts]: needed = alice',
    'where nobody but root needs to log in: needed = root',
    'then plan again',
  ]);
  assert.deepEqual(
    others.map(({ object }) => object),
    ['default:INACTIVE'],
  );
  const facts = await readFacts(createMemoryHost(host), playbook.facts);
  assert.deepEqual(playbook.choices?.({ facts }), { needed: ['alice', 'ci'] });
});

test('an account that is not needed loses shell, password and time, and what is wished for makes it met', async () => {
  const host = accountsHost({ accounts: { alice: ALICE, ci: CI } });
  const found = await assess(host, ['alice']);
  assert.deepEqual(found[0]?.wishes, [
    { kind: 'entry', key: '/etc/passwd', part: 'passwd:ci/shell', desired: '/usr/sbin/nologin' },
    { kind: 'entry', key: '/etc/shadow', part: 'shadow:ci/locked', desired: true },
    { kind: 'entry', key: '/etc/shadow', part: 'shadow:ci/expire', desired: '1' },
  ]);
  assert.doesNotMatch(JSON.stringify(found), /\$y\$/);
  const after = withWishes(host, found);
  assert.match(String(after.entries?.['/etc/shadow']), /^ci:!\$y\$CI:19782:0:99999:7::1:$/m);
  assert.deepEqual(await verdicts(after, ['alice']), {
    accounts: 'met',
    'default:INACTIVE': 'met',
    'inactive:alice': 'met',
  });
});

test('a locked password with a key left is a way in', async () => {
  const keyOnly = ['x:1001:1000::/home/ci:/bin/bash', '!:19782:0:99999:7:::'] as const;
  const [found] = await assess(accountsHost({ accounts: { ci: keyOnly }, entries: key('ci') }), ['root']);
  assert.equal(found?.verdict, 'unmet');
  assert.deepEqual(
    found?.wishes.map(({ part }) => part),
    ['passwd:ci/shell', 'shadow:ci/expire'],
  );
  assert.deepEqual(found?.evidence.at(-1), {
    source: '/home/ci/.ssh/authorized_keys',
    says: 'has keys that ci logs in with',
    wins: true,
  });
});

test('keys are looked for where sshd looks for them', async () => {
  const keyOnly = ['x:1001:1000::/home/ci:/bin/bash', '!:19782:0:99999:7:::'] as const;
  const sshd = {
    '/usr/sbin/sshd': '',
    '/etc/ssh/sshd_config': 'AuthorizedKeysFile /etc/ssh/Keys/%u none\n',
  };
  const at = (path: `/${string}`) =>
    verdicts(accountsHost({ accounts: { ci: keyOnly }, entries: { ...sshd, [path]: KEY } }), ['root']);
  assert.equal((await at('/etc/ssh/Keys/ci'))['user:ci'], 'unmet');
  assert.equal((await at('/home/ci/.ssh/authorized_keys')).accounts, 'met');
});

test('an empty password is a way in, and its lock can be taken back without a guess', async () => {
  const open = ['x:1001:1000::/home/ci:/bin/bash', ':19782:0:99999:7:::'] as const;
  const [found] = await assess(accountsHost({ accounts: { ci: open } }), ['root']);
  assert.deepEqual(
    found?.wishes.map(({ part, desired }) => [part, desired]),
    [
      ['passwd:ci/shell', '/usr/sbin/nologin'],
      ['shadow:ci/password', '!'],
      ['shadow:ci/expire', '1'],
    ],
  );
});

test('an account that expires some day is still open, one that expired years ago is not', async () => {
  const at = (day: string) =>
    verdicts(accountsHost({ accounts: { ci: [CI[0], `$y$CI:19782:0:99999:7::${day}:`] } }), ['root']);
  assert.equal((await at('40000'))['user:ci'], 'unmet');
  assert.equal((await at('19000')).accounts, 'met');
  assert.equal((await at('-1'))['user:ci'], 'unmet');
});

test('what runs as an account, or starts by itself, is for a person before it is locked', async () => {
  const unit = { '/etc/systemd/system/runner.service': '[Service]\nUser=ci\nExecStart=/opt/runner\n' };
  const cases: [string, Parameters<typeof accountsHost>[0]][] = [
    ['a session of whoever runs this', { processes: [{ uid: 1001 }] }],
    ['a service that is stopped now', { entries: unit }],
    ['a crontab', { entries: { '/var/spool/cron/crontabs/ci': '@daily /bin/true\n' } }],
    ["Red Hat's crontab", { entries: { '/var/spool/cron/ci': '@daily /bin/true\n' } }],
    ['lingering', { entries: { '/var/lib/systemd/linger/ci': '' } }],
  ];
  for (const [what, given] of cases) {
    const found = await assess(accountsHost({ accounts: { ci: CI }, ...given }), ['root']);
    assert.equal(found[0]?.verdict, 'manual', what);
    assert.deepEqual(found[0]?.wishes, [], what);
    assert.ok((found[0]?.steps ?? []).length >= 3, what);
  }
  const others = { processes: [{ uid: 0 }, { uid: 1000 }] };
  assert.equal(
    (await verdicts(accountsHost({ accounts: { ci: CI }, ...others }), ['root']))['user:ci'],
    'unmet',
  );
});

test('root is never locked, by whatever name, and neither is what has no shell', async () => {
  const toor = ['x:0:0::/root:/bin/sh', '$y$T:19782:0:99999:7:::'] as const;
  const mail = ['x:1002:1000::/home/mail:/bin/false', '$y$M:19782:0:99999:7:::'] as const;
  assert.equal(
    (await verdicts(accountsHost({ accounts: { toor, mailbox: mail } }), ['nobody'])).accounts,
    'met',
  );
});

test('without a shadow line there is nothing to lock: a person makes one first', async () => {
  const host = accountsHost({
    accounts: { ci: CI },
    entries: { '/etc/shadow': 'root:*:1::::::\n', ...key('ci') },
  });
  const [found] = await assess(host, ['root']);
  assert.deepEqual(
    [found?.verdict, found?.steps?.[0]],
    ['manual', 'give every account a line in /etc/shadow: pwconv'],
  );
});

test('when an account is given up: the last line of useradd counts, 0 is a value, -1 is never', async () => {
  const at = async (text: string | null, days = 45) =>
    (
      await verdicts(
        accountsHost({ entries: text === null ? {} : { '/etc/default/useradd': text } }),
        [],
        days,
      )
    )['default:INACTIVE'];
  assert.equal(await at('INACTIVE=30\n'), 'met');
  assert.equal(await at('INACTIVE=0\n'), 'met');
  assert.equal(await at('INACTIVE=30\nINACTIVE=-1\n'), 'unmet');
  assert.equal(await at('INACTIVE=-1\nINACTIVE=30'), 'met');
  assert.equal(await at('INACTIVE=60\n'), 'unmet');
  assert.equal(await at('INACTIVE=60\n', 90), 'met');
  assert.equal(await at('INACTIVE=\n'), 'unmet');
  assert.equal(await at('# INACTIVE=30\n INACTIVE=30\n'), 'unmet');
  assert.equal(await at(null), 'unmet');
});

test('a needed account whose password does end is not given up behind its back', async () => {
  const given = (shadow: string) =>
    assess(accountsHost({ accounts: { alice: [ALICE[0], shadow] } }), ['alice']).then((found) =>
      found.find(({ object }) => object === 'inactive:alice'),
    );
  const ending = await given('$y$A:18000:0:90:7:::');
  assert.equal(ending?.verdict, 'manual');
  assert.deepEqual(ending?.steps, [
    'see whether the password of alice has ended, for then it is locked at once: chage -l alice',
    'chage --inactive 45 alice',
  ]);
  const endless = await given('$y$A:18000:0:99999:7:::');
  assert.deepEqual(endless?.wishes, [
    { kind: 'entry', key: '/etc/shadow', part: 'shadow:alice/inactive', desired: '45' },
  ]);
  assert.equal((await given('$y$A:18000:0:90:7:0::'))?.verdict, 'met');
  assert.equal((await given('$y$A:18000:0:99999:7:46::'))?.verdict, 'unmet');
  assert.equal(await given('!:18000:0:99999:7:::'), undefined);
});

test('an image is judged by its files, and a hostile name is quoted', async () => {
  const host = accountsHost({
    type: 'image',
    accounts: { 'x;reboot': ['x:1009:1000::/home/x:/bin/sh', '$y$X:1::::::'] },
  });
  assert.equal((await verdicts(host, ['root']))['user:x;reboot'], 'unmet');
  assert.match((await assess(host))[0]?.steps?.[0] ?? '', /last -n 1 'x;reboot'$/);
});

test('what cannot be read or understood is a refusal with path and line', async () => {
  const broken = accountsHost({ entries: { '/etc/shadow': 'root:*:1::::::\nci:$y$SECRET\n' } });
  await assert.rejects(assess(broken), {
    refusal: {
      code: 'malformed',
      args: { path: '/etc/shadow', line: 2, why: 'has 2 fields where 9 belong' },
    },
  });
});

test('without useradd there is nothing to set, and without its file all of it', async () => {
  const { '/etc/default/useradd': _, ...entries } = accountsHost({}).entries ?? {};
  const at = (more: object) => verdicts({ ...accountsHost({}), entries: { ...entries, ...more } });
  assert.deepEqual(await at({}), { accounts: 'met' });
  assert.deepEqual(await at({ '/usr/sbin/useradd': '' }), { accounts: 'met', 'default:INACTIVE': 'unmet' });
});
