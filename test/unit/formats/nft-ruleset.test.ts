import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalNftTable } from '../../../src/formats/canonical-nft-table.ts';
import { nftReplacement } from '../../../src/formats/nft-replacement.ts';
import { readNftRuleset } from '../../../src/formats/nft-ruleset.ts';
import { nftTokens } from '../../../src/formats/nft-tokens.ts';
import { Malformed } from '../../../src/model/format.ts';

const read = (text: string) => readNftRuleset(nftTokens(text, '/x'));
const rules = (text: string) =>
  read(text).tables.flatMap(({ name, chains }) =>
    chains.flatMap((chain) => chain.rules.map((rule) => `${name} ${chain.name} ${rule.line}: ${rule.text}`)),
  );

test('rules are read with their lines, over continued lines, sets and comments', () => {
  const text = [
    '# tcp dport 1 accept',
    'table inet a { chain c { type filter hook input priority 0; policy drop; tcp dport 2 accept; }',
    '  chain d {',
    '    tcp dport { 3,',
    '      4 } accept # not "this',
    '    ip saddr \\',
    '      10.0.0.0/8 drop',
    '    log prefix "a } b # c" comment "d" accept',
    '  }',
    '}',
  ].join('\n');
  assert.deepEqual(rules(text), [
    'a c 2: tcp dport 2 accept',
    'a d 4: tcp dport { 3, 4 } accept',
    'a d 6: ip saddr 10.0.0.0/8 drop',
    'a d 8: log prefix "a } b # c" comment "d" accept',
  ]);
  assert.deepEqual(read(text).tables[0]?.chains[0]?.base, {
    type: 'filter',
    hook: 'input',
    policy: 'drop',
    source: '/x',
    line: 2,
  });
});

test('statements outside of a table do what nft does with them', () => {
  const base = 'table ip t { chain c { accept; } }\n';
  assert.deepEqual(rules(`${base}add rule ip t c drop\ninsert rule t c tcp dport 9 drop\n`), [
    't c 3: tcp dport 9 drop',
    't c 1: accept',
    't c 2: drop',
  ]);
  assert.deepEqual(rules(`${base}flush ruleset\n`), []);
  assert.deepEqual(rules(`${base}flush ruleset ip6\n`).length, 1);
  assert.deepEqual(rules(`${base}delete table t\n`), []);
  assert.deepEqual(rules(`${base}flush chain ip t c\n`), []);
  assert.deepEqual(rules(`${base}flush table ip t\n`), []);
  assert.deepEqual(rules(`${base}table ip t { chain c { drop; } }`).length, 2, 'a second block adds');
  assert.deepEqual(rules('define A = { 1, 2 }\ntable t { chain c { tcp dport $A accept; } }'), [
    't c 2: tcp dport { 1, 2 } accept',
  ]);
  assert.equal(
    read('add chain inet t c { type filter hook input priority 0; policy drop; }').tables[0]?.chains[0]?.base
      ?.policy,
    'drop',
  );
  assert.deepEqual(read('reset counters\ntable t { }').unread, {
    source: '/x',
    line: 1,
    text: 'reset counters',
  });
});

test('named sets are known, those that change by themselves are not', () => {
  const sets = (text: string) => {
    const found = read(`table t { ${text} }\n`).tables[0]?.sets.get('s');
    return found === null ? null : found?.map((word) => word.text).join(' ');
  };
  assert.equal(sets('set s { type inet_service; elements = { 1, 2-3 }; }'), '{ 1 , 2-3 }');
  assert.equal(sets('set s { type inet_service; }'), '');
  assert.equal(sets('set s { type ipv4_addr; flags dynamic; elements = { 10.0.0.1 }; }'), null);
  assert.equal(sets('set s { type ipv4_addr; timeout 1h; }'), null);
});

test('what nft would not read is malformed, with its line', () => {
  for (const [text, line] of [
    ['\ntable t {', 2],
    ['table t { chain c {', 1],
    ['table t { chain c { tcp dport { 1 } }', 1],
    ['\n\ntable', 3],
    ['}', 1],
    ['\n"x', 2],
  ] as const)
    assert.throws(
      () => read(text),
      (error) => error instanceof Malformed && error.line === line,
      text,
    );
});

test('nothing that may be in a file takes forever, or breaks other than as malformed', () => {
  const word = fc.constantFrom(
    'table',
    'inet',
    'chain',
    'a',
    '{',
    '}',
    ';',
    '\n',
    ',',
    '"x"',
    'define',
    '=',
    '$a',
    'add',
    'rule',
    'flush',
    'ruleset',
    'set',
    'elements',
    'accept',
    '#',
    '\\\n',
    'include',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 40 }), (words) => {
      try {
        read(words.join(' '));
      } catch (error) {
        assert.ok(error instanceof Malformed, String(error));
      }
    }),
  );
});

test('a replacement names its table alone, and is canonical however nft spaces it', () => {
  const text = 'table inet a {\n\tchain c {\n\t\taccept\n\t}\n}\n';
  assert.equal(nftReplacement('inet a', text), `table inet a\ndelete table inet a\n${text}`);
  assert.equal(nftReplacement('inet a', null), 'table inet a\ndelete table inet a\n');
  assert.equal(canonicalNftTable(`# w\n${text.replace('\t}\n', '\t}\n\n').replace('{\n', '{ \n')}\n`), text);
});
