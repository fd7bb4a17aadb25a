import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { groupCompatLines, groupFormat, parseGroup } from '../../../src/formats/group.ts';
import { gshadowFormat, parseGshadow } from '../../../src/formats/gshadow.ts';
import { decodeHostText, encodeHostText } from '../../../src/formats/host-text.ts';
import { parsePasswd, passwdFormat } from '../../../src/formats/passwd.ts';
import { parseShadow, shadowFormat } from '../../../src/formats/shadow.ts';
import { Malformed } from '../../../src/model/format.ts';

const GROUP = '# local\nroot:x:0:\n\ndocker:x:998:alice,bob,ci\nlxd:x:110:alice\n+:::\n';

test('groups are read with their line, as glibc reads them', () => {
  assert.deepEqual(parseGroup('  \n#x\ndocker:x:998:alice,, bob\r\n-evil\n'), [
    { line: 3, name: 'docker', gid: 998, members: ['alice', 'bob'] },
  ]);
  assert.deepEqual(parseGroup('a:x:1:'), [{ line: 1, name: 'a', gid: 1, members: [] }]);
  assert.deepEqual(groupCompatLines(GROUP), [6]);
});

test('a broken line is told by number and never quoted', () => {
  const broken: [() => unknown, number][] = [
    [() => parseGroup('root:x:0:\ndocker:x:998\n'), 2],
    [() => parseGroup('docker:x:nine:\n'), 1],
    [() => parseGroup(':x:1:\n'), 1],
    [() => parsePasswd('root:x:0:0:root:/root:/bin/sh:more\n'), 1],
    [() => parseShadow('root:$y$SECRET:1\n'), 1],
    [() => parseGshadow('docker:SECRET\n'), 1],
    [() => shadowFormat.get('root:$y$SECRET:1\n', 'root/expire'), 1],
    [() => groupFormat.set('x\n', 'docker/members', []), 1],
  ];
  for (const [read, line] of broken) {
    assert.throws(read, (error) => {
      assert.ok(error instanceof Malformed);
      assert.equal(error.line, line);
      assert.doesNotMatch(error.message, /SECRET/);
      return true;
    });
  }
});

test('passwd, shadow and gshadow give what they mean, and no hash', () => {
  assert.deepEqual(parsePasswd('ci:x:0:998::/home/ci:\n'), [
    { line: 1, name: 'ci', uid: 0, gid: 998, home: '/home/ci', shell: '' },
  ]);
  const shadow = 'a:$y$H:1:0:99999:7:0:0:\nb:!$y$H:1:0:99999:7:::\nc::1:0:99999:7:-1:-1:\n';
  assert.deepEqual(parseShadow(shadow), [
    { line: 1, name: 'a', password: 'set', expire: 0, maximum: null, inactive: 0 },
    { line: 2, name: 'b', password: 'locked', expire: null, maximum: null, inactive: null },
    { line: 3, name: 'c', password: 'none', expire: null, maximum: null, inactive: null },
  ]);
  assert.deepEqual(parseGshadow('docker:$y$H:adm:ci,bob\nx:!::\n'), [
    { line: 1, name: 'docker', admins: ['adm'], members: ['ci', 'bob'], hasPassword: true },
    { line: 2, name: 'x', admins: [], members: [], hasPassword: false },
  ]);
});

test('a member leaves alone; the others keep their place', () => {
  assert.equal(groupFormat.get(GROUP, 'docker/member/bob'), true);
  assert.equal(groupFormat.get(GROUP, 'docker/member/bo'), null);
  assert.equal(groupFormat.set(GROUP, 'docker/member/bob', null), GROUP.replace('alice,bob,ci', 'alice,ci'));
  assert.equal(groupFormat.set('d:x:1:ci', 'd/member/ci', null), 'd:x:1:');
  assert.equal(groupFormat.set('d:x:1:\r\n', 'd/member/ci', true), 'd:x:1:ci\r\n');
  assert.equal(gshadowFormat.set('d:!:adm,ci:ci\n', 'd/admin/ci', null), 'd:!:adm:ci\n');
});

test('a member leaves every line of a group that stands there twice, whose other parts cannot be told', () => {
  const twice = 'd:x:1:a,ci\ne:x:2:ci\nd:x:1:ci\n';
  assert.equal(groupFormat.set(twice, 'd/member/ci', null), 'd:x:1:a\ne:x:2:ci\nd:x:1:\n');
  assert.throws(() => groupFormat.get(twice, 'd/members'), { name: 'Malformed', line: 3 });
});

test('what is not there is null, and is not made', () => {
  assert.equal(groupFormat.get(GROUP, 'nobody/members'), null);
  assert.equal(groupFormat.set(GROUP, 'nobody/member/ci', null), GROUP);
  assert.throws(() => groupFormat.set(GROUP, 'nobody/members', ['ci']), { name: 'Malformed' });
});

test('a value that would break the line, and an unknown part, are errors of the caller', () => {
  for (const desired of [['a:b'], ['a,b'], ['a\nb'], [''], 'a', null, [1]]) {
    assert.throws(() => groupFormat.set(GROUP, 'docker/members', desired), TypeError);
  }
  assert.throws(() => groupFormat.get(GROUP, 'docker/nonsense'), TypeError);
  assert.throws(() => groupFormat.get(GROUP, 'docker/gid/5'), TypeError);
  assert.throws(() => passwdFormat.set('a:x:0:0:::\n', 'a/name', 'b'), TypeError);
});

const word = fc.string({
  unit: fc.constantFrom('a', 'b', 'Z', '0', '-', '_', '.', ' ', 'é', '\udcff'),
  maxLength: 5,
});
const name = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);
const listed = fc.array(word).filter((words) => words.length !== 1 || words[0] !== '');
const eol = fc.constantFrom('\n', '\r\n');
const groupText = fc
  .record({
    lines: fc.uniqueArray(fc.tuple(name, fc.nat(), listed), { selector: ([one]) => one, minLength: 2 }),
    noise: fc.constantFrom('', '# c', '+@ng:::', '  '),
    eol,
    final: fc.boolean(),
  })
  .map(({ lines, noise, eol, final }) => {
    const body = [...lines.map(([one, gid, all]) => `${one}:x:${gid}:${all.join(',')}`), noise].join(eol);
    return { text: body + (final ? eol : ''), names: lines.map(([one]) => one) };
  });

test('laws: get after set, nothing changed by setting what is set, back to the same bytes, order does not matter', () => {
  fc.assert(
    fc.property(groupText, listed, listed, ({ text, names: [first = '', second = ''] }, one, other) => {
      const part = `${first}/members`;
      const before = groupFormat.get(text, part);
      const after = groupFormat.set(text, part, one);
      assert.deepEqual(groupFormat.get(after, part), one);
      assert.equal(groupFormat.set(after, part, one), after);
      assert.equal(groupFormat.set(after, part, before), text);
      assert.deepEqual(decodeHostText(encodeHostText(after)), after);
      assert.equal(
        groupFormat.set(after, `${second}/members`, other),
        groupFormat.set(groupFormat.set(text, `${second}/members`, other), part, one),
      );
    }),
    { numRuns: 200 },
  );
});

test('laws: removing members commutes, and leaves the rest as it was', () => {
  fc.assert(
    fc.property(groupText, name, name, ({ text: raw, names: [first = ''] }, a, b) => {
      const text = groupFormat.set(raw, `${first}/members`, ['x', a, 'y', b, a, 'z']);
      const without = (from: string, user: string) => groupFormat.set(from, `${first}/member/${user}`, null);
      assert.equal(without(without(text, a), b), without(without(text, b), a));
      assert.equal(groupFormat.get(without(text, a), `${first}/member/${a}`), null);
      const added = groupFormat.set(without(text, a), `${first}/member/${a}`, true);
      assert.equal(groupFormat.get(added, `${first}/member/${a}`), true);
      assert.equal(without(added, a), without(text, a));
    }),
    { numRuns: 100 },
  );
});

test('laws: fields of passwd and shadow go back to the same bytes', () => {
  const field = word.map((text) => text.trim());
  const cases = [
    [passwdFormat, 7, ['home', 'shell', 'gecos', 'password']],
    [shadowFormat, 9, ['password', 'expire', 'inactive', 'warn']],
  ] as const;
  for (const [format, count, fields] of cases) {
    const line = fc.tuple(name, fc.array(field, { minLength: count - 4, maxLength: count - 4 }), eol);
    fc.assert(
      fc.property(line, field, fc.constantFrom(...fields), ([user, rest, end], value, which) => {
        const text = `root:x:0:0${':'.repeat(count - 4)}${end}${user}1:h:7:8:${rest.join(':')}`;
        const part = `${user}1/${which}`;
        const after = format.set(text, part, value);
        assert.equal(format.get(after, part), value);
        assert.equal(format.set(after, part, value), after);
        assert.equal(format.set(after, part, format.get(text, part)), text);
      }),
      { numRuns: 100 },
    );
  }
});

test('a lock goes on and off without anybody knowing the hash', () => {
  const text = 'a:$y$H:1:0:99999:7:::\nb:!$y$H:1::::::\nc:*:1::::::\nd::1::::::\n';
  assert.deepEqual(
    ['a', 'b', 'c', 'd', 'e'].map((name) => shadowFormat.get(text, `${name}/locked`)),
    [null, true, true, null, null],
  );
  const locked = shadowFormat.set(text, 'a/locked', true);
  assert.equal(locked, text.replace('a:$y$H', 'a:!$y$H'));
  assert.equal(shadowFormat.set(locked, 'a/locked', true), locked);
  assert.equal(shadowFormat.set(locked, 'a/locked', null), text);
  assert.equal(shadowFormat.set(text, 'b/locked', null), text.replace('b:!', 'b:'));
  assert.equal(shadowFormat.set(text, 'e/locked', null), text);
  assert.throws(() => shadowFormat.set(text, 'e/locked', true), Malformed);
  assert.throws(() => shadowFormat.set(text, 'a/locked', 'yes'), TypeError);
});

test('what has no password behind its lock is never unlocked: everybody could get in', () => {
  for (const password of ['!', '*', '!!', '!*']) {
    assert.throws(() => shadowFormat.set(`r:x:1::::::\na:${password}:1::::::\n`, 'a/locked', null), {
      name: 'Malformed',
      line: 2,
    });
  }
});
