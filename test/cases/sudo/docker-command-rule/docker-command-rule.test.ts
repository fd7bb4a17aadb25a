import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/sudo/docker-command-rule.ts';
import { createMemoryHost, type WrittenEntry } from '../../../../src/host/memory-host.ts';
import type { Path } from '../../../../src/model/path.ts';
import type { Requirement } from '../../../../src/model/requirement.ts';
import { readFacts } from '../../read-facts.ts';

type Entries = { readonly [path: Path]: WrittenEntry };

const DROP_IN = '/etc/sudoers.d/50-holdfast-docker';
const PASSWD = [
  'root:x:0:0::/root:/bin/bash',
  'www-data:x:33:33::/var/www:/usr/sbin/nologin',
  'alice:x:1000:1000::/home/alice:/bin/bash',
  'bob:x:1001:1001::/home/bob:/bin/bash',
  'carol:x:1002:998::/home/carol:/bin/bash',
  'nobody:x:65534:65534::/:/usr/sbin/nologin',
];
const DEBIAN: Entries = {
  '/usr/bin/sudo': '',
  '/usr/bin/docker': '',
  '/etc/passwd': `${PASSWD.join('\n')}\n`,
  '/etc/group': 'root:x:0:\nsudo:x:27:bob\ndocker:x:998:alice\n',
  '/etc/sudoers':
    'Defaults use_pty\nroot ALL=(ALL:ALL) ALL\n%sudo ALL=(ALL:ALL) ALL\n@includedir /etc/sudoers.d\n',
  '/etc/sudoers.d/README': '# nothing\n',
};

const read = (entries: Entries) =>
  readFacts(createMemoryHost({ entries, observations: [[{ type: 'processes' }, '[]']] }), playbook.facts);
async function assess(entries: Entries, operators: readonly string[]): Promise<readonly Requirement[]> {
  return playbook.assess({ facts: await read({ ...DEBIAN, ...entries }), params: { operators } });
}
const verdicts = (found: readonly Requirement[]) =>
  Object.fromEntries(found.map(({ object, verdict }) => [object, verdict]));
const of = (found: readonly Requirement[], object: string): Requirement => {
  const requirement = found.find((each) => each.object === object);
  assert.ok(requirement, object);
  return requirement;
};
/** The drop-in as wished for, as an entry of the host. */
const written = (requirement: Requirement): Entries => {
  const parts = new Map(requirement.wishes.map(({ part, desired }) => [part, desired]));
  const mode = Number(parts.get('mode'));
  return { [DROP_IN]: { content: String(parts.get('text')), mode, uid: Number(parts.get('owner')) } };
};

test('applies where both docker and sudo are installed', async () => {
  const without = async (path: Path) => {
    const { [path]: _gone, ...entries } = DEBIAN;
    return playbook.applies?.({ facts: await read(entries), params: { operators: [] } });
  };
  assert.equal(await without('/usr/bin/docker'), 'the docker command is not installed');
  assert.equal(await without('/usr/bin/sudo'), 'sudo is not installed');
  assert.equal(await without('/etc/sudoers'), 'sudo is not installed');
  assert.equal(await without('/etc/sudoers.d/README'), true);
});

test('without operators a person is asked, with names of this host', async () => {
  const found = await assess({}, []);
  assert.deepEqual(verdicts(found), { 'param:operators': 'manual', rules: 'met' });
  assert.deepEqual(of(found, 'param:operators').steps, [
    'decide which of these users run Docker: bob, alice, carol',
    'name them in /etc/holdfast/policy.ini, in the section [sudo/docker-command-rule]: operators = alice, carol',
    'then plan again',
  ]);
  const nobody = await assess({ '/etc/passwd': 'root:x:0:0::/root:/bin/sh\n' }, []);
  assert.deepEqual(of(nobody, 'param:operators').steps, [
    'make an account for whoever runs Docker, there is none yet: adduser NAME',
    'name them in /etc/holdfast/policy.ini, in the section [sudo/docker-command-rule]: operators = NAME',
    'then plan again',
  ]);
});

test('an operator without a rule gets one, and the rule meets the requirement', async () => {
  const found = await assess({}, ['alice']);
  const alice = of(found, 'user:alice');
  assert.equal(alice.verdict, 'unmet');
  assert.deepEqual(alice.wishes, [
    {
      kind: 'entry',
      key: DROP_IN,
      part: 'text',
      desired:
        '# Who runs Docker through sudo, with a password. Written by Holdfast: sudo/docker-command-rule.\nalice ALL=(root) PASSWD: /usr/bin/docker\n',
    },
    { kind: 'entry', key: DROP_IN, part: 'mode', desired: 0o440 },
    { kind: 'entry', key: DROP_IN, part: 'owner', desired: 0 },
    { kind: 'entry', key: DROP_IN, part: 'group', desired: 0 },
  ]);
  const after = await assess(written(alice), ['alice']);
  assert.deepEqual(verdicts(after), { 'user:alice': 'met', [`file:${DROP_IN}`]: 'met', rules: 'met' });
  assert.deepEqual(of(after, 'user:alice').evidence[0], {
    source: DROP_IN,
    line: 2,
    says: 'alice ALL=(root) PASSWD: /usr/bin/docker',
    wins: true,
  });
});

test('several unmet operators wish for the same', async () => {
  const found = await assess({}, ['alice', 'carol']);
  assert.deepEqual(of(found, 'user:alice').wishes, of(found, 'user:carol').wishes);
  assert.match(String(of(found, 'user:alice').wishes[0]?.desired), /alice ALL.*\ncarol ALL/);
});

test('a rule by another hand is enough', async () => {
  const found = await assess({}, ['bob']);
  assert.deepEqual(verdicts(found), { 'user:bob': 'met', rules: 'met' });
  assert.equal(of(found, 'user:bob').evidence[0]?.line, 3);
});

test('who is in the group of the socket needs no sudo, which the evidence says', async () => {
  const says = (name: string, found: readonly Requirement[]) =>
    of(found, `user:${name}`).evidence.filter(({ wins }) => !wins);
  const found = await assess({}, ['alice', 'bob', 'carol']);
  assert.deepEqual(says('alice', found), [
    {
      source: '/etc/group',
      line: 3,
      says: 'alice is in group docker and needs no sudo for Docker; see accounts/docker-group-members',
      wins: false,
    },
  ]);
  assert.equal(says('carol', found).length, 1);
  assert.equal(says('bob', found).length, 0);
});

test('an account that is not there is for a person, and gets no rule', async () => {
  const found = await assess({}, ['alice', 'ghost']);
  assert.equal(of(found, 'user:ghost').verdict, 'manual');
  assert.doesNotMatch(String(of(found, 'user:alice').wishes[0]?.desired), /ghost/);
});

test('a rule without a password is for a person, with its line', async () => {
  const cloud = { '/etc/sudoers.d/90-cloud-init-users': '# User rules\n\nalice ALL=(ALL) NOPASSWD:ALL\n' };
  const found = await assess(cloud, ['alice', 'bob']);
  const rule = of(found, 'rule:/etc/sudoers.d/90-cloud-init-users:3');
  assert.equal(rule.verdict, 'manual');
  assert.deepEqual(rule.steps?.slice(1), [
    'visudo -f /etc/sudoers.d/90-cloud-init-users',
    'in line 3 replace NOPASSWD: by PASSWD:, or except /usr/bin/docker from it: alice ALL=(ALL) NOPASSWD:ALL',
  ]);
  assert.equal(
    found.some(({ object }) => object === 'rules'),
    false,
  );

  const alice = of(found, 'user:alice');
  assert.equal(alice.verdict, 'manual', 'our rule would come first and lose');
  assert.equal(alice.steps?.[0], 'visudo -f /etc/sudoers.d/90-cloud-init-users');
  assert.deepEqual(alice.wishes, []);
  assert.equal(of(found, 'user:bob').verdict, 'met');
});

test('an earlier rule without a password is overridden for the operator and still told', async () => {
  const found = await assess({ '/etc/sudoers.d/10-ci': 'alice ALL=(ALL) NOPASSWD:ALL\n' }, ['alice']);
  assert.deepEqual(verdicts(found), { 'user:alice': 'unmet', 'rule:/etc/sudoers.d/10-ci:1': 'manual' });
  const after = await assess(
    { '/etc/sudoers.d/10-ci': 'alice ALL=(ALL) NOPASSWD:ALL\n', ...written(of(found, 'user:alice')) },
    ['alice'],
  );
  assert.equal(of(after, 'user:alice').verdict, 'met');
});

test('Defaults without authentication count as no password', async () => {
  const found = await assess({ '/etc/sudoers.d/10-x': 'Defaults !authenticate\n' }, ['alice', 'bob']);
  assert.deepEqual(verdicts(found), {
    'user:alice': 'unmet',
    'user:bob': 'unmet',
    'rule:/etc/sudoers.d/10-x:1': 'manual',
  });
});

test('a rule for some arguments only is no rule for Docker', async () => {
  const found = await assess({ '/etc/sudoers.d/10-x': 'alice ALL=(root) /usr/bin/docker ps\n' }, ['alice']);
  assert.equal(of(found, 'user:alice').verdict, 'unmet');
});

test('a drop-in that sudo ignores is written again, and one for others is corrected', async () => {
  const mine = await assess({ [DROP_IN]: { content: 'alice ALL=(root) /usr/bin/docker\n', uid: 1000 } }, [
    'alice',
  ]);
  assert.equal(of(mine, 'user:alice').verdict, 'unmet');
  assert.equal(
    of(mine, 'user:alice').evidence.at(-1)?.says,
    'sudo ignores it: it is owned by uid 1000, not by root',
  );

  const stale = await assess(
    { [DROP_IN]: 'alice ALL=(root) /usr/bin/docker\ncarol ALL=(root) /usr/bin/docker\n' },
    ['alice'],
  );
  assert.equal(of(stale, 'user:alice').verdict, 'met');
  assert.equal(of(stale, `file:${DROP_IN}`).verdict, 'unmet');
});

test('where no drop-in would be read a person must see to that first', async () => {
  const lone = await assess({ '/etc/sudoers': 'root ALL=ALL\n' }, ['alice']);
  assert.deepEqual(of(lone, 'user:alice').steps, [
    'visudo -f /etc/sudoers',
    'add the line "@includedir /etc/sudoers.d" at its end',
    'then plan again',
  ]);
  const open = await assess({ '/etc/sudoers.d': { directory: true, mode: 0o777 } }, ['alice']);
  assert.equal(of(open, 'user:alice').verdict, 'manual');
  assert.match(of(open, 'user:alice').steps?.[0] ?? '', /writable for everybody/);
});

test('every docker program needs a rule, under the name that people call', async () => {
  const snap = { '/snap/bin/docker': { link: '/usr/bin/snap' }, '/usr/bin/snap': '' } as const;
  const found = await assess(snap, ['alice']);
  assert.match(
    String(of(found, 'user:alice').wishes[0]?.desired),
    /PASSWD: \/usr\/bin\/docker, \/snap\/bin\/docker\n/,
  );
  const half = await assess({ ...snap, '/etc/sudoers.d/10-x': 'alice ALL=/usr/bin/docker\n' }, ['alice']);
  assert.equal(of(half, 'user:alice').verdict, 'unmet');
});
