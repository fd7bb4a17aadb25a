import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitExecStart, splitQuotedWords } from '../../../src/formats/exec-words.ts';
import { Malformed } from '../../../src/model/format.ts';

test('words are quoted as in systemd.syntax(7)', () => {
  const table = [
    [`a  b\tc`, ['a', 'b', 'c']],
    [`'a b' "c d" e'f g'h`, ['a b', 'c d', 'ef gh']],
    [String.raw`a\x20b \t\s "\"" '\'' \101 \u00e9`, ['a b', '\t ', '"', "'", 'A', 'é']],
    [`""`, ['']],
    ['', []],
  ] as const;
  for (const [text, words] of table) assert.deepEqual(splitQuotedWords(text), words);
  for (const bad of ['"a', String.raw`\q`, String.raw`\x00`])
    assert.throws(() => splitQuotedWords(bad), Malformed);
});

test('prefixes go, variables are replaced as in systemd.service(5)', () => {
  const environment = { ONE: 'one', TWO: `two 't o'`, EMPTY: '' };
  const table = [
    ['/usr/bin/dockerd -H fd:// $TWO', ['/usr/bin/dockerd', '-H', 'fd://', 'two', 't o']],
    ['-/bin/echo ${ONE} ${TWO} $ONE $EMPTY $NONE ${NONE}', ['/bin/echo', 'one', environment.TWO, 'one', '']],
    ['/bin/echo $ONE$TWO x$ONE "$ONE" $$ONE', ['/bin/echo', '$ONE$TWO', 'x$ONE', 'one', '$ONE']],
    ['@+!!/bin/sh sh -c ${ONE}x', ['/bin/sh', '-c', 'onex']],
    [':/bin/echo $ONE ${ONE}', ['/bin/echo', '$ONE', '${ONE}']],
    ['', []],
  ] as const;
  for (const [text, words] of table) assert.deepEqual(splitExecStart(text, environment), words, text);
});
