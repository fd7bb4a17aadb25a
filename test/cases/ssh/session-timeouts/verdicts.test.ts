import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/ssh/session-timeouts.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import { Refused } from '../../../../src/model/refusal.ts';
import type { Requirement } from '../../../../src/model/requirement.ts';
import { readFacts } from '../../read-facts.ts';
import { withWishes } from '../../with-wishes.ts';

const MAIN = '/etc/ssh/sshd_config';
const DROP_IN = '/etc/ssh/sshd_config.d/00-holdfast-session-timeouts.conf';
const STOCK = 'Include /etc/ssh/sshd_config.d/*.conf\nUsePAM yes\n';
const hostWith = (entries: WrittenHost['entries']): WrittenHost => ({
  entries: {
    '/usr/sbin/sshd': '',
    '/usr/lib/systemd/system/ssh.service':
      '[Service]\nEnvironmentFile=-/etc/default/ssh\nExecStart=/usr/sbin/sshd -D $SSHD_OPTS\n',
    '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nbob:x:1001:50::/:/bin/sh\n',
    ...entries,
  },
});

async function assess(
  host: WrittenHost,
  params = { silence: 900, login: 60 },
): Promise<readonly Requirement[]> {
  const facts = await readFacts(createMemoryHost(host), playbook.facts);
  return playbook.assess({ facts, params });
}
const verdicts = (found: readonly Requirement[]) =>
  Object.fromEntries(
    found.filter(({ verdict }) => verdict !== 'met').map(({ object, verdict }) => [object, verdict]),
  );
const wishes = (found: readonly Requirement[]) =>
  Object.fromEntries(
    found
      .flatMap((each) => each.wishes)
      .filter(({ part }) => part !== 'mode')
      .map(({ key, part, desired }) => [`${key} ${part}`, desired]),
  );

const [COUNT, INTERVAL, GRACE] = ['ClientAliveCountMax', 'ClientAliveInterval', 'LoginGraceTime'];
const unmet = (...keywords: readonly (string | undefined)[]) =>
  Object.fromEntries(keywords.map((keyword) => [`key:${keyword}`, 'unmet']));

/** What a configuration says, and what is wrong with it. */
const TABLE: readonly (readonly [string, Record<string, string>])[] = [
  ['', unmet(INTERVAL, GRACE)],
  ['ClientAliveInterval 300\nLoginGraceTime 60\n', {}],
  // In other words: STIG's numbers, minutes, and a count that is large over an interval that is small.
  ['ClientAliveInterval 600\nClientAliveCountMax 1\nLoginGraceTime 1m\n', {}],
  ['clientaliveinterval=15M\nClientAliveCountMax "1" # us\nLoginGraceTime 0m30s\n', {}],
  ['ClientAliveInterval 9\nClientAliveCountMax 100\nLoginGraceTime 1\n', {}],
  // Never, in three spellings.
  ['ClientAliveInterval 0\nLoginGraceTime 0\n', unmet(INTERVAL, GRACE)],
  ['ClientAliveInterval 300\nClientAliveCountMax 0\nLoginGraceTime 60\n', unmet(COUNT)],
  ['ClientAliveInterval 0s\nClientAliveCountMax 0\nLoginGraceTime 0m\n', unmet(COUNT, INTERVAL, GRACE)],
  // A second too long.
  ['ClientAliveInterval 301\nLoginGraceTime 61\n', unmet(INTERVAL, GRACE)],
  ['ClientAliveInterval 1h30m\nLoginGraceTime 2m\n', unmet(INTERVAL, GRACE)],
  ['ClientAliveInterval 10\nClientAliveCountMax 91\nLoginGraceTime 60\n', unmet(COUNT)],
  ['ClientAliveInterval 400\nClientAliveCountMax 4\nLoginGraceTime 60\n', unmet(COUNT, INTERVAL)],
  // The first word wins.
  ['ClientAliveInterval 300\nClientAliveInterval 0\nLoginGraceTime 60\nLoginGraceTime 0\n', {}],
  ['LoginGraceTime 0\nClientAliveInterval 300\nLoginGraceTime 60\n', unmet(GRACE)],
];

for (const [text, expected] of TABLE) {
  test(`${JSON.stringify(text)}, and what it wishes for is enough`, async () => {
    const host = hostWith({ [MAIN]: STOCK + text });
    const before = await assess(host);
    assert.deepEqual(verdicts(before), expected);
    assert.ok(before.every(({ wishes }) => wishes.every(({ key }) => key === DROP_IN)));
    const after = await assess(withWishes(host, before));
    assert.deepEqual(verdicts(after), {});
    assert.deepEqual(wishes(after), {});
  });
}

test('only what is wrong is written, with a reload', async () => {
  const found = await assess(hostWith({ [MAIN]: STOCK }));
  assert.deepEqual(wishes(found), {
    [`${DROP_IN} sshd:${INTERVAL}`]: '300',
    [`${DROP_IN} sshd:${GRACE}`]: '60',
  });
  const effects = found.flatMap((each) => each.wishes.map((wish) => wish.effects));
  assert.ok(effects.every((each) => JSON.stringify(each) === '[{"do":"reload","unit":"ssh.service"}]'));
});

test('a shorter silence and a shorter time to log in, as the policy says', async () => {
  const params = { silence: 60, login: 10 };
  const host = hostWith({ [MAIN]: `${STOCK}ClientAliveInterval 300\nLoginGraceTime 60\n` });
  const before = await assess(host, params);
  assert.deepEqual(wishes(before), {
    [`${DROP_IN} sshd:${INTERVAL}`]: '20',
    [`${DROP_IN} sshd:${GRACE}`]: '10',
  });
  assert.deepEqual(verdicts(await assess(withWishes(host, before), params)), {});
});

test('a word above the Include wins, and is set right where it stands', async () => {
  const host = hostWith({ [MAIN]: `LoginGraceTime 0\n${STOCK}ClientAliveInterval 300\n` });
  const before = await assess(host);
  assert.deepEqual(wishes(before), { [`${MAIN} sshd:${GRACE}`]: '60' });
  assert.deepEqual(verdicts(await assess(withWishes(host, before))), {});
});

test('a Match block that never asks is for a person, one that asks otherwise is not', async () => {
  const right = `${STOCK}ClientAliveInterval 300\nLoginGraceTime 60\n`;
  const inBlock = async (text: string) =>
    assess(hostWith({ [MAIN]: `${right}Match User bob\n${text}Match Group ops\nX11Forwarding no\n` }));
  assert.deepEqual(verdicts(await inBlock('ClientAliveInterval 10\nClientAliveCountMax 9\n')), {});
  assert.deepEqual(verdicts(await inBlock('AuthenticationMethods any\n')), {});
  const found = await inBlock('ClientAliveInterval 0\n');
  assert.deepEqual(verdicts(found), { 'match:User bob': 'manual' });
  assert.deepEqual(found.at(-1)?.steps, [
    `take out of ${MAIN}, line 6: ClientAliveInterval 0`,
    'sshd -t && systemctl reload ssh.service, or accept the exception with holdfast waive',
  ]);
  // Together with what holds for everybody it is too long: 300 seconds, four times.
  assert.deepEqual(verdicts(await inBlock('ClientAliveCountMax 4\n')), { 'match:User bob': 'manual' });
});

test('an option of the command line goes before every file', async () => {
  const found = await assess(
    hostWith({
      [MAIN]: STOCK,
      '/etc/default/ssh': 'SSHD_OPTS="-o LoginGraceTime=0 -o ClientAliveInterval=60"\n',
    }),
  );
  assert.deepEqual(verdicts(found), { 'key:LoginGraceTime': 'manual' });
});

test('without sshd it does not apply; in an image without its unit it does', async () => {
  const applies = async (entries: NonNullable<WrittenHost['entries']>) => {
    const facts = await readFacts(createMemoryHost({ entries }), playbook.facts);
    return playbook.applies?.({ facts, params: { silence: 900, login: 60 } });
  };
  assert.equal(await applies({}), 'sshd is not installed, or has no configuration to start with');
  assert.equal(await applies({ '/usr/sbin/sshd': '', [MAIN]: '' }), true);
});

test('what sshd would not take for a time or a number is refused, not guessed', async () => {
  for (const text of [
    'LoginGraceTime soon',
    'LoginGraceTime 1y',
    'ClientAliveInterval -1',
    'ClientAliveCountMax 3m',
  ])
    await assert.rejects(
      assess(hostWith({ [MAIN]: `${text}\n` })),
      (error) => error instanceof Refused && error.refusal.code === 'malformed',
      text,
    );
});
