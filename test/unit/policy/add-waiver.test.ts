import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addWaiver } from '../../../src/policy/add-waiver.ts';
import { parsePolicy } from '../../../src/policy/parse-policy.ts';

const PLAYBOOKS = [{ id: 'ssh/authentication', params: {} }];
const WANTED = {
  playbook: 'ssh/authentication',
  object: 'user:backup',
  reason: 'has no key support; until it is replaced',
  owner: 'ops@example.org',
  until: '2027-01-31',
};
const add = (policy: string, wanted = WANTED) => addWaiver(policy, 'policy.ini', PLAYBOOKS, wanted);

test('a section with quotes only where they are needed', () => {
  assert.equal(
    add('').text,
    `[waiver user-backup]
playbook = ssh/authentication
object = user:backup
reason = "has no key support; until it is replaced"
owner = ops@example.org
until = 2027-01-31
`,
  );
});

test('what was there stays, with an empty line between, and no name comes twice', () => {
  for (const [policy, gap] of [
    ['profile = strict', '\n\n'],
    ['profile = strict\n', '\n'],
  ] as const) {
    const first = add(policy);
    assert.ok(first.text.startsWith(`${gap}[waiver user-backup]\n`));
    const second = add(policy + first.text, { ...WANTED, object: 'user:Backup' });
    assert.equal(second.waiver.name, 'user-backup-2');
    const third = add(policy + first.text + second.text, { ...WANTED, object: '…' });
    assert.equal(third.waiver.name, 'waiver');
  }
});

test('a policy that is broken is not added to', () => {
  assert.throws(() => add('profil = strict\n'), /is profile meant\?/);
});

test('whatever is said reads back as it was said', () => {
  const hard = fc.constantFrom(
    'true',
    'null',
    '[x]',
    '"',
    "'x'",
    'a=b',
    '\\',
    ' x ',
    '; x',
    '\n[run]\n',
    '=',
    'a\u2028b',
    '\u2029',
    '#',
  );
  const said = fc.oneof(fc.string({ unit: 'binary', minLength: 1 }), hard, fc.string({ minLength: 1 }));
  fc.assert(
    fc.property(said, said, said, (object, reason, owner) => {
      const wanted = { ...WANTED, object, reason, owner };
      const { waiver, text } = add('profile = strict', wanted);
      const { waivers } = parsePolicy(`profile = strict${text}`, 'policy.ini', PLAYBOOKS);
      assert.deepEqual([waivers, waivers], [[waiver], [{ name: waiver.name, ...wanted }]]);
    }),
    { numRuns: 2000 },
  );
});
