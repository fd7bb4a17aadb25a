import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/software/unneeded-packages.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import type { Requirement } from '../../../../src/model/requirement.ts';
import { readFacts } from '../../read-facts.ts';
import { stanza } from '../dpkg-status.ts';

const PARAMS = { unneeded: ['talk', 'ftp'], allowed: [] as string[], most: 1 };

async function assessed(
  written: WrittenHost,
  params: Partial<typeof PARAMS> = {},
): Promise<readonly Requirement[]> {
  const facts = await readFacts(createMemoryHost(written), playbook.facts);
  return playbook.assess({ facts, params: { ...PARAMS, ...params } });
}

const withStatus = (...stanzas: string[]): WrittenHost => ({
  entries: { '/var/lib/dpkg/status': stanzas.join('') },
});
const told = (all: readonly Requirement[]) =>
  all.map(({ object, verdict, wishes }) => [
    object,
    verdict,
    wishes.map(({ kind, key, desired }) => `${kind} ${key} ${desired}`),
  ]);
const stepsOf = (all: readonly Requirement[], object: string) =>
  all.find((each) => each.object === object)?.steps?.join('\n') ?? '';

test('what is not installed, and of what only the configuration is left, is met', async () => {
  const all = await assessed(
    withStatus(stanza('bash'), stanza('ftp', { Status: 'deinstall ok config-files' })),
  );
  assert.deepEqual(told(all), [
    ['package:talk', 'met', []],
    ['package:ftp', 'met', []],
    ['packages:orphaned', 'met', []],
  ]);
});

test('what is installed goes, and before it what depends on it', async () => {
  const all = await assessed(withStatus(stanza('talk'), stanza('talk-gui', { Depends: 'talk (>= 1)' })));
  assert.deepEqual(told(all)[0], [
    'package:talk',
    'unmet',
    ['package talk-gui removed', 'package talk removed'],
  ]);
  assert.deepEqual(
    all[0]?.evidence.map(({ says, wins }) => [says, wins]),
    [
      ['talk 1:1.0-1 is installed', true],
      ['talk-gui 1:1.0-1 is installed, and needs it', false],
    ],
  );
});

test('half-installed is installed', async () => {
  const all = await assessed(withStatus(stanza('talk', { Status: 'install reinstreq half-installed' })));
  assert.equal(all[0]?.verdict, 'unmet');
});

test('what somebody needs stays', async () => {
  const all = await assessed(withStatus(stanza('talk')), { allowed: ['talk'] });
  assert.deepEqual(told(all)[0], ['package:ftp', 'met', []]);
});

test('more than allowed would go along: a person decides', async () => {
  const host = withStatus(stanza('talk'), stanza('a', { Depends: 'talk' }), stanza('b', { Depends: 'a' }));
  const few = await assessed(host);
  assert.deepEqual(told(few)[0], ['package:talk', 'manual', []]);
  assert.match(
    stepsOf(few, 'package:talk'),
    /^2 other packages would go .*"most" allows 1.*apt-get -s remove talk/,
  );
  assert.equal((await assessed(host, { most: 2 }))[0]?.verdict, 'unmet');
  assert.equal((await assessed(withStatus(stanza('talk')), { most: 0 }))[0]?.verdict, 'unmet');
});

for (const [name, why] of [
  ['docker.io', 'containers run with it'],
  ['docker-ce', 'containers run with it'],
  ['containerd.io', 'containers run with it'],
  ['openssh-server', 'people log in by it'],
  ['sudo', 'people become root by it'],
  ['systemd-sysv', 'the system runs on it'],
  ['linux-image-6.1.0-13-cloud-amd64', 'the system boots with it'],
  ['ifupdown', 'the network is set up by it'],
  ['cloud-init', 'the machine is managed by it'],
] as const) {
  test(`${name} does not go along, nor by itself`, async () => {
    const along = await assessed(withStatus(stanza('talk'), stanza(name, { Depends: 'talk' })));
    assert.deepEqual(told(along)[0], ['package:talk', 'manual', []]);
    assert.ok(stepsOf(along, 'package:talk').startsWith(`${name} would go, and ${why}`));
    const named = await assessed(withStatus(stanza(name)), { unneeded: [name] });
    assert.deepEqual(told(named)[0], [`package:${name}`, 'manual', []]);
  });
}

test('what dpkg calls essential, or every Debian has, stays', async () => {
  for (const fields of [{ Essential: 'yes' }, { Protected: 'yes' }, { Priority: 'required' }] as const) {
    const all = await assessed(withStatus(stanza('talk', fields as { [field: string]: string })));
    assert.equal(all[0]?.verdict, 'manual', JSON.stringify(fields));
  }
});

test('what is on hold is there because somebody wants it', async () => {
  const all = await assessed(
    withStatus(stanza('talk'), stanza('a', { Depends: 'talk', Status: 'hold ok installed' })),
  );
  assert.deepEqual(told(all)[0], ['package:talk', 'manual', []]);
  assert.match(stepsOf(all, 'package:talk'), /^a is on hold: .*apt-mark unhold a$/m);
});

test('a compiler is named and left alone, unless somebody says what it is', async () => {
  const host = withStatus(stanza('gcc'));
  assert.deepEqual(told(await assessed(host)).at(-1), ['package:gcc', 'manual', []]);
  assert.deepEqual(told(await assessed(host, { allowed: ['gcc'] })).length, 3);
  assert.deepEqual(told(await assessed(host, { unneeded: ['gcc'] }))[0], [
    'package:gcc',
    'unmet',
    ['package gcc removed'],
  ]);
});

test('what nothing needs any more is named, and never taken away', async () => {
  const auto = (...names: string[]) =>
    names.map((name) => `Package: ${name}\nArchitecture: amd64\nAuto-Installed: 1\n\n`).join('');
  const host: WrittenHost = {
    entries: {
      '/var/lib/dpkg/status': [
        stanza('app', { Depends: 'virtual', Recommends: 'nice', Suggests: 'maybe' }),
        stanza('lib', { Provides: 'virtual', Depends: 'sublib' }),
        ...['sublib', 'nice', 'maybe', 'orphan', 'linux-image-1'].map((name) => stanza(name)),
        stanza('orphans-lib', { Status: 'deinstall ok config-files' }),
        stanza('base', { Essential: 'yes' }),
      ].join(''),
      '/var/lib/apt/extended_states': `${auto('lib', 'sublib', 'nice', 'maybe', 'orphan', 'linux-image-1', 'base', 'orphans-lib')}Package: app\nAuto-Installed: 0\n`,
    },
  };
  const about = (all: readonly Requirement[]) => told(all).find(([object]) => object === 'packages:orphaned');
  assert.deepEqual(about(await assessed(host)), ['packages:orphaned', 'manual', []]);
  const [orphan, ...none] = (await assessed(host)).flatMap(({ evidence }) =>
    evidence.filter(({ says }) => says.startsWith('nothing needs')),
  );
  assert.deepEqual([orphan?.says, none], ['nothing needs orphan any more', []]);
  assert.deepEqual(about(await assessed(host, { allowed: ['orphan'] })), ['packages:orphaned', 'met', []]);
});

test('an image is not changed, since a package brings scripts that would run in it', async () => {
  const all = await assessed({ ...withStatus(stanza('talk')), type: 'image' });
  assert.deepEqual(told(all)[0], ['package:talk', 'manual', []]);
  assert.match(stepsOf(all, 'package:talk'), /chroot \/ apt-get remove talk$/);
});

test('a name is one word of the command that a person is told', async () => {
  const hostile = 'talk; rm -rf';
  const all = await assessed({ ...withStatus(stanza(hostile)), type: 'image' }, { unneeded: [hostile] });
  assert.match(stepsOf(all, `package:${hostile}`), /remove 'talk; rm -rf'$/);
});

test('another package manager: what to ask it', async () => {
  for (const [path, command] of [
    ['/var/lib/rpm', 'rpm -q talk ftp'],
    ['/lib/apk/db/installed', 'apk info -e talk ftp'],
  ] as const) {
    const all = await assessed({ entries: { [path]: path.endsWith('rpm') ? { directory: true } : '' } });
    assert.deepEqual(told(all), [['packages', 'manual', []]]);
    assert.ok(stepsOf(all, 'packages').includes(command));
  }
  const facts = await readFacts(createMemoryHost({}), playbook.facts);
  assert.equal(
    playbook.applies?.({ facts, params: PARAMS }),
    'no package manager has installed anything here',
  );
});

test('a torn database is a refusal with path and line', async () => {
  await assert.rejects(
    assessed(withStatus('Package: talk\nStatus: install ok installed\n\nPackage: b\nSta')),
    {
      name: 'Refused',
      refusal: {
        code: 'malformed',
        args: { path: '/var/lib/dpkg/status', line: 5, why: 'no colon after the name of the field' },
      },
    },
  );
});
