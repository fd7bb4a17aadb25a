import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { refusalExitCodes } from '../../../src/report/refusal-exit-codes.ts';
import { refusalCodes, refusalSentence } from '../../../src/report/refusal-sentence.ts';
import { hostile } from './hostile.ts';
import { mapStrings, refusals } from './samples.ts';

const errors = await readFile(new URL('../../../docs/errors.md', import.meta.url), 'utf8');

test('each code has a sentence that ends and names what it is about', () => {
  assert.deepEqual(refusals.map(({ code }) => code).sort(), refusalCodes);
  for (const refusal of refusals) {
    const sentence = refusalSentence(refusal);
    assert.match(sentence, /^(?:["/]|[A-Za-z]).{30,}$/, refusal.code);
    assert.doesNotMatch(sentence, /undefined|\[object|\.\.| {2}/, refusal.code);
    const [first] = Object.values(refusal.args);
    if (refusal.code !== 'guard' && typeof first === 'string' && first.startsWith('/')) {
      assert.ok(sentence.includes(first), refusal.code);
    }
  }
});

test('file and line where they are known', () => {
  const args = { path: '/etc/sudoers', line: 3, why: 'no such alias' } as const;
  assert.equal(
    refusalSentence({ code: 'malformed', args }),
    '/etc/sudoers:3 cannot be understood: no such alias. Correct that line; Holdfast does not touch a file it cannot read.',
  );
  assert.match(refusalSentence({ code: 'policy', args }), /\/etc\/sudoers:3 /);
  assert.match(refusalSentence({ code: 'policy', args: { ...args, line: 0 } }), /\/etc\/sudoers cannot/);
});

test('the host cannot speak through a sentence', () => {
  for (const text of [...hostile, '$6$salt$hashhash', 'x:$y$j9T$a$b:1:2:3:4:::\nline', 'password=hunter2']) {
    for (const refusal of mapStrings(
      refusals.map(({ args }) => args),
      () => text,
    ).map((args, i) => ({ ...refusals[i], args }))) {
      const sentence = refusalSentence(refusal as (typeof refusals)[number]);
      assert.doesNotMatch(sentence, /[\p{C}\p{Zl}\p{Zp}]|hashhash|\$y\$|hunter2/u);
    }
  }
});

test('output of several lines is one sentence', () => {
  const why = 'syntax error near line 3\n>>> sudoers <<<\n';
  assert.equal(
    refusalSentence({ code: 'unreadable', args: { path: '/etc/x', why } }),
    '/etc/x cannot be read: syntax error near line 3; >>> sudoers <<<. Make it readable, then try again.',
  );
});

test('docs/errors.md has a heading for each code, no other, and the exit code', () => {
  const sections = errors.split(/^#+ /m).filter((section) => section.startsWith('`'));
  const codes = sections.map((section) => /^`([a-z-]+)`\n/.exec(section)?.[1]);
  assert.deepEqual(codes.toSorted(), refusalCodes);
  for (const section of sections) {
    const [, code = '', exit = ''] =
      /^`([a-z-]+)`\n\nCause: .+\n\nWhat to do: .+\n\nExit code: ([1-5])\n/.exec(section) ?? [];
    assert.equal(exit, String(refusalExitCodes[code as (typeof refusalCodes)[number]]), section);
  }
});
