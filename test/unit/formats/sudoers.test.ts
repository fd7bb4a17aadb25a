import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseSudoers, sudoersFormat } from '../../../src/formats/sudoers.ts';
import { Malformed } from '../../../src/model/format.ts';
import { lintSudoers } from '../../lint-sudoers.ts';
import { sudoersLines } from '../../sudoers-lines.ts';

const statement = (text: string) => parseSudoers(text)[0]?.statement ?? null;
const word = (name: string) => ({ negated: false, is: 'word', name });
const all = { negated: false, is: 'all', name: 'ALL' };

test('reads what visudo accepts, and gives every byte back', () => {
  for (const text of sudoersLines.accepted) {
    const lines = parseSudoers(text);
    assert.equal(lines.map((line) => line.text).join(''), text);
    assert.equal(lintSudoers(text), null);
  }
});

test('refuses what visudo refuses, with a line', () => {
  for (const text of sudoersLines.refused) {
    assert.throws(() => parseSudoers(text), Malformed, JSON.stringify(text));
    assert.ok(lintSudoers(text) instanceof Malformed);
  }
});

test('a rule with lists, aliases, runas, tags and arguments', () => {
  assert.deepEqual(
    statement('a, %g, !#5 H, !web = (root, R : ops) TIMEOUT=5m NOPASSWD: /bin/ls -l, C : ALL = !/sbin/\n'),
    {
      type: 'rule',
      users: [
        word('a'),
        { negated: false, is: 'group', name: '%g' },
        { negated: true, is: 'word', name: '#5' },
      ],
      privileges: [
        {
          hosts: [
            { negated: false, is: 'alias', name: 'H' },
            { negated: true, is: 'word', name: 'web' },
          ],
          commands: [
            {
              runas: {
                users: [word('root'), { negated: false, is: 'alias', name: 'R' }],
                groups: [word('ops')],
              },
              nopasswd: true,
              options: { TIMEOUT: '5m' },
              command: { negated: false, is: 'path', name: '/bin/ls', args: '-l', digests: [] },
            },
            {
              runas: {
                users: [word('root'), { negated: false, is: 'alias', name: 'R' }],
                groups: [word('ops')],
              },
              nopasswd: true,
              options: { TIMEOUT: '5m' },
              command: { negated: false, is: 'alias', name: 'C', args: null, digests: [] },
            },
          ],
        },
        {
          hosts: [all],
          commands: [
            {
              runas: null,
              nopasswd: null,
              options: {},
              command: { negated: true, is: 'path', name: '/sbin/', args: null, digests: [] },
            },
          ],
        },
      ],
    },
  );
});

test('Defaults of every scope', () => {
  assert.deepEqual(statement('Defaults:a,%g !authenticate, env_keep += "A B"\n'), {
    type: 'defaults',
    scope: { of: 'user', members: [word('a'), { negated: false, is: 'group', name: '%g' }] },
    settings: [
      { name: 'authenticate', negated: true, operator: null, value: null },
      { name: 'env_keep', negated: false, operator: '+=', value: 'A B' },
    ],
  });
  const scopes = [
    'Defaults use_pty',
    'Defaults@h use_pty',
    'Defaults>root use_pty',
    'Defaults!/bin/ls use_pty',
  ];
  assert.deepEqual(
    scopes.map((text) => {
      const found = statement(`${text}\n`);
      return found?.type === 'defaults' ? found.scope.of : null;
    }),
    ['all', 'host', 'runas', 'command'],
  );
});

test('quotes and escapes are taken out', () => {
  assert.deepEqual(statement('"%big group", a\\ b, \\x61 ALL=/bin/a\\,b c\\:d\n'), {
    type: 'rule',
    users: [{ negated: false, is: 'group', name: '%big group' }, word('a b'), word('a')],
    privileges: [
      {
        hosts: [all],
        commands: [
          {
            runas: null,
            nopasswd: null,
            options: {},
            command: { negated: false, is: 'path', name: '/bin/a,b', args: 'c:d', digests: [] },
          },
        ],
      },
    ],
  });
});

test('lines are counted from the first physical one; comments do not go on', () => {
  const lines = parseSudoers('# a \\\nb ALL=\\\n  /bin/x\\\n  y\n\n#includedir /etc/d\n@include "a b"');
  assert.deepEqual(
    lines.map(({ line, statement }) => [line, statement?.type ?? null]),
    [
      [1, null],
      [2, 'rule'],
      [5, null],
      [6, 'include'],
      [7, 'include'],
    ],
  );
  assert.deepEqual(lines[4]?.statement, { type: 'include', directory: false, path: 'a b' });
});

test('an error names its physical line', () => {
  const error = lintSudoers('a ALL=ALL\n\nb ALL=\\\n (root\n');
  assert.equal(error?.line, 4);
  assert.equal(lintSudoers('User_Alias A=b\nUser_Alias A=c\n')?.line, 2);
});

test('the parts of the format are logical lines', () => {
  const part = 'line/ci ALL=(root) /usr/bin/docker';
  const text = '# mine\nroot ALL=ALL';
  const added = sudoersFormat.set(text, part, true);
  assert.equal(added, '# mine\nroot ALL=ALL\nci ALL=(root) /usr/bin/docker\n');
  assert.equal(sudoersFormat.get(added, part), true);
  assert.equal(sudoersFormat.set(added, part, true), added);
  assert.equal(sudoersFormat.get(sudoersFormat.set(added, part, null), part), null);
  assert.throws(() => sudoersFormat.set(text, 'line/ci ALL=docker', true), Malformed);
  assert.throws(() => sudoersFormat.set('\\', part, true), Malformed);
});

test('whatever comes in is given back or refused, and setting twice is setting once', () => {
  const piece = fc.constantFrom(
    ...'a ALL = ( ) : , ! # \\ " % + ^ $ \n \t /bin/ls NOPASSWD: Defaults User_Alias @include sha224 10.0.0.1 ::1 X'.split(
      ' ',
    ),
    ' ',
    '\\\n',
    '\r\n',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      if (lintSudoers(text) !== null) return;
      assert.equal(
        parseSudoers(text)
          .map((line) => line.text)
          .join(''),
        text,
      );
      const part = 'line/x ALL=ALL';
      const once = orRefused(() => sudoersFormat.set(text, part, true));
      if (once === null) return;
      assert.equal(sudoersFormat.get(once, part), true);
      assert.equal(sudoersFormat.set(once, part, true), once);
      assert.equal(sudoersFormat.get(sudoersFormat.set(once, part, null), part), null);
    }),
    { numRuns: 300 },
  );
});

/** Null where the format says no, as it does to a text that ends within a line. */
function orRefused(set: () => string): string | null {
  try {
    return set();
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}
