import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refused } from '../../../src/model/refusal.ts';
import { parsePolicy } from '../../../src/policy/parse-policy.ts';
import { BROKEN_POLICIES } from '../../policies/broken-policies.ts';
import members from '../../policies/playbooks/accounts/docker-group-members.ts';
import authentication from '../../policies/playbooks/ssh/authentication.ts';

const playbooks = [members, authentication];
const parse = (text: string) => parsePolicy(text, '/etc/holdfast/policy.ini', playbooks);
const refusal = (text: string): string => {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof Refused) || error.refusal.code !== 'policy') throw error;
    const { path, line, why } = error.refusal.args;
    assert.equal(path, '/etc/holdfast/policy.ini');
    return `${line}: ${why}`;
  }
  return 'accepted';
};

test('the whole of a policy', () => {
  const text = `; mine
profile = container-host

[run]
on-error = keep
allow = restart-docker, best-effort-undo

[accounts/docker-group-members]
allowed = deploy, ci

[ssh/authentication]
banner = "keep; out # of here"
strict = false
tries = 0
level = verbose

[waiver backup-appliance]
playbook = ssh/authentication
object = user:backup
reason = "has no key support; until it is replaced"
owner = ops@example.org
until = 2028-02-29

[skip accounts/docker-group-members]
`;
  const expected = {
    profile: 'container-host',
    run: {
      onError: 'keep',
      allow: ['restart-docker', 'best-effort-undo'],
      confirm: null,
      probes: [],
      lockWaitMs: 60_000,
    },
    params: {
      'accounts/docker-group-members': { allowed: ['deploy', 'ci'] },
      'ssh/authentication': { banner: 'keep; out # of here', strict: false, tries: 0, level: 'verbose' },
    },
    waivers: [
      {
        name: 'backup-appliance',
        playbook: 'ssh/authentication',
        object: 'user:backup',
        reason: 'has no key support; until it is replaced',
        owner: 'ops@example.org',
        until: '2028-02-29',
      },
    ],
    skip: ['accounts/docker-group-members'],
  };
  assert.deepEqual(parse(text), expected);
  assert.deepEqual(parse(text.replaceAll('\n', '\r\n')), expected);
});

test('what is not said is the careful way', () => {
  assert.deepEqual(parse(''), {
    profile: null,
    run: { onError: 'rollback', allow: [], confirm: null, probes: [], lockWaitMs: 60_000 },
    params: {},
    waivers: [],
    skip: [],
  });
});

test('probes: words as in a unit, no shell, each with a name', () => {
  const { run } = parse(
    `[run]\nprobe = /usr/bin/curl -fsS http://127.0.0.1:8080/health\nprobe-shop = "/bin/sh -c 'a; b'"\n`,
  );
  assert.deepEqual(run.probes, [
    { name: 'probe', argv: ['/usr/bin/curl', '-fsS', 'http://127.0.0.1:8080/health'] },
    { name: 'probe-shop', argv: ['/bin/sh', '-c', 'a; b'] },
  ]);
});

test('words that ini takes for values of another type are text where text is meant', () => {
  const { params } = parse(
    '[accounts/docker-group-members]\nallowed = true\n[ssh/authentication]\nbanner = null\n',
  );
  assert.deepEqual(params, {
    'accounts/docker-group-members': { allowed: ['true'] },
    'ssh/authentication': { banner: 'null' },
  });
  assert.deepEqual(parse('[accounts/docker-group-members]\nallowed =\n').params, {
    'accounts/docker-group-members': { allowed: [] },
  });
});

test('everything else is refused with its line and the nearest spelling', () => {
  for (const [text, expected] of BROKEN_POLICIES) assert.match(refusal(text), expected, text);
});

test('a skip names a playbook, and has nothing in it', () => {
  assert.deepEqual(parse('[skip ssh/authentication]\n; why\n').skip, ['ssh/authentication']);
  for (const [text, why] of [
    ['[skip]', '1: a skip without a playbook: [skip ID]'],
    ['[skip ssh/authentification]', '1: unknown playbook ssh/authentification; is ssh/authentication meant?'],
    ['[skip ssh/authentication]\nreason = x', '2: unknown key reason'],
    [
      '[skip ssh/authentication]\n[skip ssh/authentication]',
      '2: section [skip ssh/authentication] is there twice',
    ],
  ] as const) {
    assert.equal(refusal(text), why);
  }
});
