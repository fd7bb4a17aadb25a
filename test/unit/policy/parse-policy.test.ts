import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Playbook } from '../../../src/model/playbook.ts';
import { Refused } from '../../../src/model/refusal.ts';
import { parsePolicy } from '../../../src/policy/parse-policy.ts';

const playbooks: readonly Pick<Playbook, 'id' | 'params'>[] = [
  { id: 'accounts/docker-group-members', params: { allowed: { type: 'names', describe: '', default: [] } } },
  {
    id: 'ssh/authentication',
    params: {
      banner: { type: 'text', describe: '', default: '' },
      strict: { type: 'flag', describe: '', default: true },
      tries: { type: 'number', describe: '', default: 3, min: 0, max: 6 },
      level: { type: 'choice', describe: '', default: 'info', choices: ['info', 'verbose'] },
    },
  },
];
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
    run: { onError: 'rollback', allow: [], confirm: null, probes: [] },
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

const waiver = (lines: string) =>
  `[waiver x]\nplaybook = ssh/authentication\nobject = user:b\nreason = r\nowner = o\n${lines}`;

const refused: readonly (readonly [string, RegExp])[] = [
  ['\nprofile = container-hots\n', /^2: unknown profile container-hots; is container-host meant\?$/],
  ['profil = strict', /^1: unknown key profil; is profile meant\?$/],
  ['profile = strict\nprofile = strict', /^2: profile is set twice, first in line 1$/],
  ['profile', /^1: a line without "="$/],
  ['= strict', /^1: a line without a key/],
  ['profile = strict ; really', /^1: a value with ; or # in it/],
  ['profile = strict # really', /^1: a value with ; or # in it/],
  ['profile = "strict', /^1: what begins with a double quote/],
  ['profile = "strict" x', /^1: what begins with a double quote/],
  ["profile = 'strict'", /^1: single quotes/],
  ['[run', /^1: a section is one pair of brackets/],
  ['  [run]', /^1: a section is one pair of brackets/],
  ['[run] ; comment', /^1: a section is one pair of brackets/],
  ['[]', /^1: a section without a name$/],
  ['[ssh.authentication]', /^1: .* would nest$/],
  ['[run]\n[run]', /^2: section \[run\] is there twice$/],
  ['[rnu]', /^1: unknown section rnu; is run meant\?$/],
  ['[constructor]', /^1: unknown section constructor$/],
  ['[__proto__]\nx = 1', /^1: unknown section __proto__$/],
  ['__proto__ = 1', /^1: unknown key __proto__$/],
  ['[ssh/autentication]', /^1: unknown playbook ssh\/autentication; is ssh\/authentication meant\?$/],
  ['[ssh/authentication]\nstrickt = true', /^2: unknown parameter strickt; is strict meant\?$/],
  ['[ssh/authentication]\nstrict = yes', /^2: strict: true or false$/],
  ['[ssh/authentication]\ntries = 7', /^2: tries: a number from 0 to 6$/],
  ['[ssh/authentication]\ntries =', /^2: tries: a number/],
  ['[ssh/authentication]\ntries = 0x2', /^2: tries: a number/],
  ['[ssh/authentication]\nlevel = loud', /^2: level: one of info, verbose$/],
  ['[accounts/docker-group-members]\nallowed = a,,b', /^2: allowed: a comma without a name/],
  ['[accounts/docker-group-members]\nallowed = a b', /^2: allowed: names are separated by commas$/],
  ['[accounts/docker-group-members]\nallowed = a, a', /^2: allowed: a is named twice$/],
  ['[accounts/docker-group-members]\nallowed[] = a', /^2: unknown parameter allowed\[\]/],
  ['[run]\nallow = restart-dokcer', /^2: allow: .*; is restart-docker meant\?$/],
  ['[run]\non-error = stop', /^2: on-error: "stop" is none of rollback, keep$/],
  [
    '[run]\non-error = keep\nconfirm = logn',
    /^3: confirm: "logn" is none of login, probes, controller; is login meant\?$/,
  ],
  ['[run]\nprobe =', /^2: probe is empty$/],
  ['[run]\nprobe = curl -fsS http://127.0.0.1/', /^2: probe: curl is no absolute path of a program/],
  ['[run]\nprobe-shop = /usr/bin/', /^2: probe-shop: \/usr\/bin\/ is no absolute path of a program/],
  ['[run]\nprobe = /usr/bin/curl x | /bin/grep y', /^2: probe: there is no shell that would know \|; write/],
  ['[run]\nprobe = /bin/true && /bin/false', /^2: probe: there is no shell that would know &&; write/],
  ['[run]\nprobe = /bin/true > /dev/null', /^2: probe: there is no shell that would know >; write/],
  [
    '[run]\nprobe = /usr/bin/curl x 2>/dev/null',
    /^2: probe: there is no shell that would know 2>\/dev\/null; write/,
  ],
  ['[run]\nprobe = /bin/test -e $HOME', /^2: probe: there is no shell that would know \$HOME; write/],
  ['[run]\nprobe = /bin/test -e "$(hostname)', /^2: probe: no closing "$/],
  [
    '[run]\nprobe = /bin/test -e $(hostname)',
    /^2: probe: there is no shell that would know \$\(hostname\); write/,
  ],
  ['[run]\nprobe = /bin/true\nprobe = /bin/false', /^3: probe is set twice, first in line 2$/],
  ['[run]\nprobe_shop = /bin/true', /^2: unknown key probe_shop/],
  ['[run]\nprobe-Shop = /bin/true', /^2: unknown key probe-Shop/],
  ['[run]\nprobe- = /bin/true', /^2: unknown key probe-; is probe meant\?$/],
  ['[run]\nprofile = strict', /^2: unknown key profile; is probe meant\?$|^2: unknown key profile$/],
  ['[waiver]', /^1: a waiver without a name/],
  ['[waiver x]\nplaybook = ssh/authentication', /^1: waiver x has no until$|^1: waiver x has no/],
  [
    '[waiver x]\nplaybook = ssh/authentification\n',
    /^2: unknown playbook .*; is ssh\/authentication meant\?$/,
  ],
  [waiver('until = 2027-02-29'), /^6: 2027-02-29 is no day/],
  [waiver('until = 2027-13-01'), /^6: 2027-13-01 is no day/],
  [waiver('until = 2100-02-29'), /^6: /],
  [waiver('until = tomorrow'), /^6: tomorrow is no day/],
  [waiver('until ='), /^6: until is empty$/],
  [waiver('untill = 2027-01-01'), /^6: unknown key untill; is until meant\?$/],
];

test('everything else is refused with its line and the nearest spelling', () => {
  for (const [text, expected] of refused) assert.match(refusal(text), expected, text);
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
