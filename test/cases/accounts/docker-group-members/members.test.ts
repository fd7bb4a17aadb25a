import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/accounts/docker-group-members.ts';

type Facts = Parameters<typeof playbook.assess>[0]['facts'];

const user = (name: string, uid: number, gid: number, line = uid) => ({
  line,
  name,
  uid,
  gid,
  home: `/home/${name}`,
  shell: '/bin/bash',
});
const decides = {
  source: '/usr/lib/systemd/system/docker.socket',
  line: 9,
  says: 'SocketGroup=docker',
  wins: true,
};
const facts: Facts = {
  socketGroups: [{ name: 'docker', evidence: decides }],
  groups: [
    { line: 1, name: 'root', gid: 0, members: [] },
    { line: 2, name: 'docker', gid: 998, members: ['alice', 'ci'] },
    { line: 3, name: 'lxd', gid: 110, members: ['alice'] },
    { line: 4, name: 'ci', gid: 1001, members: [] },
  ],
  users: [user('root', 0, 0), user('alice', 1000, 1000), user('ci', 1001, 1001), user('bob', 1002, 1002)],
  secrets: { value: [{ line: 7, name: 'docker', admins: [], members: ['alice', 'ci'], hasPassword: false }] },
  remote: { value: { sources: [], groups: [] } },
  processes: [],
  acl: [],
};
const assess = (given: Partial<Facts>, allowed: readonly string[] = []) =>
  playbook.assess({ facts: { ...facts, ...given }, params: { allowed } });
const verdicts = (given: Partial<Facts>, allowed: readonly string[] = []) =>
  Object.fromEntries(assess(given, allowed).map(({ object, verdict }) => [object, verdict]));
const docker = (members: readonly string[], gid = 998) => ({ line: 2, name: 'docker', gid, members });
const secretsOf = (members: readonly string[], more: object = {}) => ({
  value: [{ line: 7, name: 'docker', admins: [], members, hasPassword: false, ...more }],
});

test('each extra member is one requirement, with a wish for each file', () => {
  const found = assess({}, ['alice']);
  assert.deepEqual(
    found.map(({ object, verdict }) => [object, verdict]),
    [['user:ci', 'unmet']],
  );
  assert.deepEqual(found[0]?.wishes, [
    { kind: 'entry', key: '/etc/group', part: 'group:docker/member/ci', desired: null },
    { kind: 'entry', key: '/etc/gshadow', part: 'gshadow:docker/member/ci', desired: null },
  ]);
  assert.deepEqual(found[0]?.evidence[0], {
    source: '/etc/group',
    line: 2,
    says: 'group docker has the members alice,ci',
    wins: true,
  });
  assert.deepEqual(found[0]?.evidence.at(-1), { ...decides, wins: false });
});

test('gshadow is left alone where it is absent or does not list the user', () => {
  for (const secrets of [{ value: [] }, secretsOf(['alice'])]) {
    assert.deepEqual(
      assess({ secrets }, ['alice'])[0]?.wishes.map(({ key }) => key),
      ['/etc/group'],
    );
  }
});

test('a user who stands in gshadow only is taken out of it', () => {
  const found = assess({ groups: [docker(['alice'])] }, ['alice']);
  assert.deepEqual(
    found[0]?.wishes.map(({ part }) => part),
    ['gshadow:docker/member/ci'],
  );
});

test('names are compared whole', () => {
  assert.deepEqual(verdicts({ groups: [docker(['al', 'alice2'])], secrets: { value: [] } }, ['alice']), {
    'user:al': 'unmet',
    'user:alice2': 'unmet',
  });
});

test('all allowed: one met requirement on the group, which tells of groups as good as root', () => {
  const [found, ...others] = assess({}, ['alice', 'ci']);
  assert.deepEqual(others, []);
  assert.equal(found?.object, 'group:docker');
  assert.equal(found?.verdict, 'met');
  assert.deepEqual(found?.evidence.at(-1), {
    source: '/etc/group',
    line: 3,
    says: 'group lxd has the members alice, who are as good as root',
    wins: false,
  });
});

test('root in the group gains nothing', () => {
  const toor = { ...user('toor', 0, 998) };
  const given = {
    groups: [docker(['root', 'toor'])],
    users: [user('root', 0, 0), toor],
    secrets: { value: [] },
  };
  assert.deepEqual(verdicts(given), { 'group:docker': 'met' });
});

test('another group with the same gid is the same access', () => {
  const alias = { line: 5, name: 'containers', gid: 998, members: ['eve'] };
  const [found] = assess({ groups: [docker([]), alias], secrets: secretsOf([]) });
  assert.equal(found?.object, 'user:eve');
  assert.equal(found?.wishes[0]?.part, 'group:containers/member/eve');
});

test("a primary group is for a person, with this host's names in the steps", () => {
  const given = { users: [user('ci', 1001, 998, 12)], groups: [docker(['ci'])], secrets: secretsOf(['ci']) };
  const [found] = assess(given);
  assert.equal(found?.verdict, 'manual');
  assert.deepEqual(found?.wishes, []);
  assert.deepEqual(found?.steps, [
    'gpasswd -d ci docker',
    'groupadd ci',
    'usermod -g ci ci',
    'look at what still belongs to the group: find /home/ci -xdev -gid 998',
    'end the sessions that ci still has: loginctl terminate-user ci',
  ]);
  assert.equal(
    assess({
      ...given,
      groups: [...given.groups, { line: 4, name: 'ci', gid: 1001, members: [] }],
    })[0]?.steps?.includes('groupadd ci'),
    false,
  );
  assert.deepEqual(verdicts(given, ['ci']), { 'group:docker': 'met' });
});

test('a name from the host is quoted before a person pastes it', () => {
  const given = {
    groups: [docker(['x;reboot'])],
    users: [user('x;reboot', 1001, 998)],
    secrets: { value: [] },
  };
  assert.equal(assess(given)[0]?.steps?.[0], "gpasswd -d 'x;reboot' docker");
});

test('a member by a directory service is for a person', () => {
  const remote = {
    value: { sources: ['sss'], groups: [{ name: 'docker', gid: 998, members: ['alice', 'eve'] }] },
  };
  const found = assess({ remote }, ['alice', 'ci']);
  assert.deepEqual(
    found.map(({ object, verdict }) => [object, verdict]),
    [['user:eve', 'manual']],
  );
  assert.match(found[0]?.steps?.[0] ?? '', /take eve out of group docker in the directory that sss asks/);
});

test('a group that only a directory service has counts', () => {
  const remote = { value: { sources: ['ldap'], groups: [{ name: 'docker', gid: 5000, members: ['eve'] }] } };
  const given = { groups: [], secrets: { value: [] }, remote };
  assert.equal(playbook.applies?.({ facts: { ...facts, ...given }, params: { allowed: [] } }), true);
  assert.deepEqual(verdicts(given), { 'user:eve': 'manual' });
});

test('a directory service that cannot be asked leaves the group unknown, and members in files are still judged', () => {
  const remote = { refusal: { code: 'command-failed', args: { command: 'getent', why: 'x' } } } as const;
  assert.deepEqual(verdicts({ remote }, ['alice']), { 'user:ci': 'unmet', 'group:docker': 'unknown' });
});

test('without gshadow to read, a change cannot be planned', () => {
  const secrets = { refusal: { code: 'not-root', args: { path: '/etc/gshadow' } } } as const;
  const [found] = assess({ secrets }, ['alice']);
  assert.equal(found?.verdict, 'unknown');
  assert.match(found?.evidence.at(-1)?.says ?? '', /could not be read/);
  assert.deepEqual(verdicts({ secrets }, ['alice', 'ci']), { 'group:docker': 'met' });
});

test('somebody who is out and still has a session is pending until the next login', () => {
  const process = (pid: number, uid: number, gids: readonly number[]) => ({ pid, uid, gids, argv: [] });
  const processes = [
    process(5, 1002, [1002, 998]),
    process(6, 1002, [998]),
    process(7, 1000, [998]),
    process(8, 0, [998]),
  ];
  const [found, ...others] = assess({ processes }, ['alice', 'ci']);
  assert.deepEqual(others, []);
  assert.equal(found?.object, 'user:bob');
  assert.equal(found?.verdict, 'pending');
  assert.equal(found?.pending, 'login');
  assert.equal(found?.observed, true);
  assert.match(found?.evidence[0]?.says ?? '', /^2 running processes of bob/);
  assert.deepEqual(verdicts({ processes: [process(8, 0, [998])], users: [] }, ['alice', 'ci']), {
    'group:docker': 'met',
  });
  const unknown = assess({ processes: [process(9, 4242, [998])] }, ['alice', 'ci']);
  assert.equal(unknown[0]?.object, 'user:4242');
  assert.equal(assess({ processes: [process(9, 1001, [998])] }, ['alice'])[0]?.verdict, 'unmet');
});

test('an administrator of the group can add anybody', () => {
  const [found] = assess({ groups: [docker([])], secrets: secretsOf([], { admins: ['eve'] }) });
  assert.equal(found?.object, 'user:eve');
  assert.equal(found?.wishes[0]?.part, 'gshadow:docker/admin/eve');
});

test('a password on the group is for a person', () => {
  const found = assess({ groups: [docker([])], secrets: secretsOf([], { hasPassword: true }) });
  assert.deepEqual(
    found.map(({ object, verdict, steps }) => [object, verdict, steps]),
    [['password:docker', 'manual', ['gpasswd -r docker']]],
  );
});

test('whom the list of the socket lets in past its group is for a person', () => {
  const entry = (type: 'user' | 'group', id: number, permissions: number) => ({ type, id, permissions });
  const acl = [
    entry('user', 1002, 6),
    entry('user', 1000, 6),
    entry('user', 4242, 4),
    entry('group', 110, 7),
    entry('group', 998, 6),
    entry('user', 0, 7),
  ];
  const found = assess({ acl }, ['alice', 'ci']);
  assert.deepEqual(
    found.map(({ object, verdict, steps }) => [object, verdict, steps?.[0]]),
    [
      ['acl:user:bob', 'manual', 'setfacl -x user:bob /run/docker.sock'],
      ['acl:group:lxd', 'manual', 'setfacl -x group:lxd /run/docker.sock'],
    ],
  );
});

test('two sockets with two groups: one user in both is one requirement', () => {
  const ops = { line: 3, name: 'ops', gid: 997, members: ['eve'] };
  const given = {
    socketGroups: [...facts.socketGroups, { name: '997', evidence: decides }],
    groups: [docker(['eve']), ops],
    secrets: { value: [] },
  };
  const found = assess(given);
  assert.deepEqual(
    found.map(({ object, wishes }) => [object, wishes.map(({ part }) => part)]),
    [['user:eve', ['group:docker/member/eve', 'group:ops/member/eve']]],
  );
});

test("no group, or a socket that is root's alone: it does not apply, and says why", () => {
  const applies = (given: Partial<Facts>) =>
    playbook.applies?.({ facts: { ...facts, ...given }, params: { allowed: [] } });
  assert.equal(applies({}), true);
  assert.equal(applies({ groups: [] }), 'there is no group docker on this host');
  assert.equal(
    applies({ socketGroups: [{ name: 'root', evidence: decides }] }),
    "the Docker socket is root's alone",
  );
});

test('to choose from: whoever has a way to the socket, and people', () => {
  const runner = { ...user('runner', 997, 997), shell: '/usr/sbin/nologin' };
  const users = [...facts.users, runner, { ...user('www', 1003, 1003), shell: '/bin/false' }];
  const given = { ...facts, users, groups: [docker(['runner', 'ci'])] };
  assert.deepEqual(playbook.choices?.({ facts: given }), { allowed: ['alice', 'ci', 'runner', 'bob'] });
});
