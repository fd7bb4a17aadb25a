import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeHostText, encodeHostText } from '../../../src/formats/host-text.ts';
import { parseSshdConfig, sshdFormat } from '../../../src/formats/sshd-config.ts';
import { sshdWords } from '../../../src/formats/sshd-words.ts';
import { Malformed } from '../../../src/model/format.ts';
import { sshdRefused, sshdTrees } from '../../sshd-trees.ts';

const PASSWORDS = 'PasswordAuthentication';

test('a line is split as sshd splits it', () => {
  const table: readonly (readonly [string, string, readonly string[]])[] = [
    ['Port 22', 'Port', ['22']],
    [' \tPort=22 ', 'Port', ['22']],
    ['Port = 22', 'Port', ['22']],
    ['Port\t=22\r', 'Port', ['22']],
    ['"Port" 22', 'Port', ['22']],
    ['Banner /etc/a=b', 'Banner', ['/etc/a=b']],
    ['AcceptEnv A B # c', 'AcceptEnv', ['A', 'B']],
    ['AcceptEnv A#B', 'AcceptEnv', ['A#B']],
    [`Match User "a b" 'c' d\\ e \\"f g"h"i`, 'Match', ['User', 'a b', 'c', 'd e', '"f', 'ghi']],
    ['Banner ""', 'Banner', ['']],
    ['Banner a\\b', 'Banner', ['a\\b']],
    ['Banner \udce9', 'Banner', ['\udce9']],
    ['Port #22', 'Port', []],
  ];
  for (const [text, keyword, args] of table) {
    const { start, end, ...words } = sshdWords(text, 1) ?? { start: 0, end: 0 };
    assert.deepEqual(words, { keyword, args }, text);
    if (args.length === 1)
      assert.ok(text.slice(start, end).includes(args[0]?.replace(/ .*/, '') ?? ''), text);
  }
  for (const nothing of ['', ' \t\r', '# Port 22', '\t#']) assert.equal(sshdWords(nothing, 1), null);
});

test('what sshd would not start with is malformed, with its line', () => {
  const more = [['# a\nPort\n', 2] as const, ['=Port 22\n', 1] as const, ['Port 2\0\n', 1] as const];
  for (const [text, line] of [...sshdRefused, ...more]) {
    assert.throws(
      () => parseSshdConfig(text),
      (error) => error instanceof Malformed && error.line === line,
      JSON.stringify(text),
    );
  }
});

test('setting changes the arguments of one line and nothing else', () => {
  const text =
    '# \udce9t\udce9\r\n passwordauthentication = "yes"  # until May\r\nPort 22\r\n\r\n# for them\r\nMatch User a\r\n  PasswordAuthentication no';
  assert.equal(sshdFormat.get(text, PASSWORDS), 'yes');
  assert.equal(sshdFormat.set(text, PASSWORDS, 'no'), text.replace('"yes"', 'no'));
  assert.equal(
    sshdFormat.set(text, PASSWORDS, null),
    text.replace(' passwordauthentication = "yes"  # until May\r\n', ''),
  );
  assert.equal(
    sshdFormat.set(text, 'PermitRootLogin', 'no'),
    text.replace('Port 22\r\n', 'Port 22\r\nPermitRootLogin no\r\n'),
  );
});

test('what stands in a Match block is not the part', () => {
  const text = 'Match User a\nPasswordAuthentication no\n';
  assert.equal(sshdFormat.get(text, PASSWORDS), null);
  assert.equal(sshdFormat.set(text, PASSWORDS, 'no'), `PasswordAuthentication no\n${text}`);
  assert.equal(sshdFormat.set(text, PASSWORDS, null), text);
});

test('an older name of a keyword is the keyword', () => {
  const text = 'ChallengeResponseAuthentication yes\n';
  assert.equal(sshdFormat.get(text, 'KbdInteractiveAuthentication'), 'yes');
  assert.equal(
    sshdFormat.set(text, 'KbdInteractiveAuthentication', 'no'),
    'ChallengeResponseAuthentication no\n',
  );
});

test('what a line cannot hold is refused', () => {
  for (const bad of [true, 0, ' no', 'no # c', 'a\nb', 'a  b', "'a'"])
    assert.throws(() => sshdFormat.set('', 'Banner', bad), TypeError, String(bad));
  for (const bad of ['', 'maybe']) assert.throws(() => sshdFormat.set('', PASSWORDS, bad), TypeError, bad);
});

const key = fc.constantFrom(PASSWORDS, 'PermitRootLogin', 'Banner', 'AcceptEnv');
const wished = fc.oneof(
  fc.tuple(fc.constantFrom(PASSWORDS, 'PermitRootLogin'), fc.constantFrom('yes', 'no')),
  fc.tuple(fc.constantFrom('Banner', 'AcceptEnv'), fc.constantFrom('/x', 'A B', '"a b" c', '""', '\udc80')),
  fc.tuple(key, fc.constant(null)),
);
const line = fc.oneof(
  wished.map(([name, value]) => `${name} ${value ?? 'no'}`),
  wished.map(([name, value]) => `\t${name.toLowerCase()}= ${value ?? 'no'}  # c`),
  fc.constantFrom('', '  ', '# c', '#\udce9', 'Match User a', 'Include x'),
);
const text = fc
  .tuple(fc.array(line), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, end, final]) => lines.join(end) + (final && lines.length > 0 ? end : ''));

test('laws of formats', () => {
  fc.assert(
    fc.property(text, wished, (given, [part, desired]) => {
      const after = sshdFormat.set(given, part, desired);
      assert.equal(sshdFormat.get(after, part), desired);
      assert.equal(sshdFormat.set(after, part, desired), after);
      assert.equal(sshdFormat.set(given, part, sshdFormat.get(given, part)), given);
      assert.equal(decodeHostText(encodeHostText(after)), after);
    }),
  );
});

test('setting an absent keyword and removing it gives the same text', () => {
  const texts = [...sshdTrees.flatMap((tree) => Object.values(tree)), ''];
  for (const given of texts) {
    const after = sshdFormat.set(given, 'Banner', '/x');
    assert.notEqual(after, given);
    assert.equal(sshdFormat.set(after, 'Banner', null), given);
  }
  fc.assert(
    fc.property(text, (given) => {
      assert.equal(sshdFormat.set(sshdFormat.set(given, 'ZZ', 'x'), 'ZZ', null), given);
    }),
  );
});
