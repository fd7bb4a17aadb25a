import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readFacts } from '../../src/engine/read-facts.ts';
import { sshd, statementsOf } from '../../src/facts/sshd.ts';
import { ADMISSION, sshdList } from '../../src/formats/sshd-admits.ts';
import { decideSshd, holdsFor } from '../../src/formats/sshd-evaluate.ts';
import type { SshdConnection } from '../../src/formats/sshd-match.ts';
import { createMemoryHost } from '../../src/host/memory-host.ts';
import { Refused } from '../../src/model/refusal.ts';
import { type SshdTree, sshdRefused, sshdTrees } from '../sshd-trees.ts';
import { askSshd } from './ask-sshd.ts';

const ACCOUNTS = {
  passwd: [
    'root:x:0:0::/root:/bin/sh',
    'sshd:x:100:65534::/run/sshd:/usr/sbin/nologin',
    'alice:x:1000:100::/home/alice:/bin/sh',
    'bob:x:1001:50::/home/bob:/bin/sh',
    '',
  ].join('\n'),
  group: 'root:x:0:\nops:x:50:alice\nusers:x:100:\nnogroup:x:65534:\n',
};
const GROUPS: { readonly [user: string]: readonly string[] } = {
  alice: ['users', 'ops'],
  bob: ['ops'],
  root: ['root'],
};
const connection = (user: string, address: string, more: Partial<SshdConnection> = {}): SshdConnection => ({
  user,
  groups: GROUPS[user] ?? [],
  host: 'web.example.org',
  address,
  localAddress: '10.0.0.1',
  localPort: 22,
  ...more,
});
const CONNECTIONS = [
  connection('alice', '192.168.1.7'),
  connection('bob', '10.1.2.3', { localPort: 2222 }),
  connection('root', '2001:db8::1', { host: 'localhost' }),
  connection('nobody-here', '::1'),
];
const KEYWORDS = [
  'AuthenticationMethods',
  'ClientAliveCountMax',
  'ClientAliveInterval',
  'HostbasedAuthentication',
  'KbdInteractiveAuthentication',
  'LoginGraceTime',
  'PasswordAuthentication',
  'PermitEmptyPasswords',
  'PermitRootLogin',
  'PubkeyAuthentication',
];
const RELEASES = ['bookworm', 'trixie'] as const;

function ours(tree: SshdTree) {
  const files = Object.entries(tree).map(([name, text]) => [`/etc/ssh/${name}`, text]);
  const host = createMemoryHost({ entries: { '/usr/sbin/sshd': '', ...Object.fromEntries(files) } });
  return readFacts(host)(sshd);
}

/** Where ours and sshd's differ, for every connection. */
async function differences(release: (typeof RELEASES)[number], tree: SshdTree): Promise<readonly string[]> {
  const server = await ours(tree);
  assert.ok(server);
  const statements = statementsOf(server);
  const answers = askSshd(release, tree, ACCOUNTS, CONNECTIONS);
  return CONNECTIONS.flatMap((each, i) => {
    const answer = answers[i];
    if (answer?.ok !== true) return [`${release}: sshd does not start: ${answer?.error}`];
    const inLists = ADMISSION.flatMap((key) => {
      const mine = sshdList(statements, key, holdsFor(each)).flatMap(({ args }) => args);
      const theirs = answer.lists.get(key) ?? [];
      const isSame = JSON.stringify(mine) === JSON.stringify(theirs);
      return isSame ? [] : [`${release}, ${each.user}: ${key} is ${theirs}, not ${mine}`];
    });
    const inWords = KEYWORDS.flatMap((keyword) => {
      const mine = decideSshd(statements, keyword, holdsFor(each)).value;
      const theirs = (answer.says.get(keyword.toLowerCase()) ?? '').replace(
        'without-password',
        'prohibit-password',
      );
      return mine === theirs ? [] : [`${release}, ${each.user}: ${keyword} is ${theirs}, not ${mine}`];
    });
    return [...inLists, ...inWords];
  });
}

for (const release of RELEASES) {
  test(`sshd of ${release} makes the same of each way of saying it`, async () => {
    for (const tree of sshdTrees)
      assert.deepEqual(await differences(release, tree), [], JSON.stringify(tree));
  });

  test(`sshd of ${release} refuses what we refuse`, async () => {
    for (const [text, line] of sshdRefused) {
      const [answer] = askSshd(release, { sshd_config: text }, ACCOUNTS, CONNECTIONS.slice(0, 1));
      assert.equal(answer?.ok, false, text);
      await assert.rejects(
        ours({ sshd_config: text }),
        (error) =>
          error instanceof Refused && error.refusal.code === 'malformed' && error.refusal.args.line === line,
        text,
      );
    }
  });

  test(`sshd of ${release} makes the same of generated configurations`, async () => {
    await fc.assert(
      fc.asyncProperty(trees, async (tree) => {
        assert.deepEqual(await differences(release, tree), [], JSON.stringify(tree, null, 1));
      }),
      { numRuns: 25 },
    );
  });
}

const flag = fc
  .tuple(
    fc.constantFrom(
      'PasswordAuthentication',
      'pubkeyauthentication',
      'ChallengeResponseAuthentication',
      'PermitEmptyPasswords',
    ),
    fc.constantFrom(' ', '=', ' = ', '\t'),
    fc.constantFrom('yes', 'no', '"no"', 'YES # c'),
  )
  .map((parts) => parts.join(''));
const list = fc
  .tuple(
    fc.constantFrom('AllowUsers', 'DenyUsers'),
    fc.constantFrom('alice', 'bob root', '*@10.0.0.0/8', '*@!10.0.0.0/8,!::1,* eve', 'a?ice@192.168.*'),
  )
  .map((words) => words.join(' '));
const root = fc.constantFrom('no', 'yes', 'without-password').map((value) => `PermitRootLogin ${value}`);
const criterion = fc.oneof(
  fc.constantFrom('alice', 'bob,root', '*,!bob', '!alice', 'a?ice').map((list) => `User ${list}`),
  fc.constantFrom('ops', 'users,!ops', 'o*').map((list) => `Group ${list}`),
  fc.constantFrom('10.0.0.0/8', '192.168.1.*', '::1,2001:db8::/32', '*').map((list) => `Address ${list}`),
  fc.constantFrom('*.example.org', 'LOCALHOST').map((list) => `Host ${list}`),
  fc.constantFrom('22', '2222').map((port) => `LocalPort ${port}`),
);
const match = fc.oneof(
  fc.array(criterion, { minLength: 1, maxLength: 2 }).map((all) => `Match ${all.join(' ')}`),
  fc.constant('Match all'),
);
const lines = (...more: readonly fc.Arbitrary<string>[]) =>
  fc
    .array(fc.oneof(flag, flag, list, root, match, fc.constant('# c'), ...more), { maxLength: 8 })
    .map((all) => all.join('\n'));
const include = fc.constantFrom('Include d/*.conf', 'Include d/b.conf /etc/ssh/d/a.conf');
const trees: fc.Arbitrary<SshdTree> = fc.record({
  sshd_config: lines(include, include),
  'd/a.conf': lines(),
  'd/b.conf': lines(fc.constant('Include e.conf')),
  'e.conf': lines(),
});
