import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentsOf, everything, textsOf } from './all-texts.ts';
import { hostile } from './hostile.ts';
import { mapStrings } from './samples.ts';

/** Everything but the newline, and the tab in diffs, that must not reach a terminal. */
const HIDDEN = /[^\P{C}\n\t]|[\p{Zl}\p{Zp}]/u;

test('no text and no document carries a hidden character, whatever the host holds', () => {
  for (const text of hostile) {
    const all = mapStrings(everything, () => text);
    for (const printed of [
      ...textsOf(all, { color: false, quiet: false }),
      ...textsOf(all, { color: false, quiet: true }),
      ...Object.values(documentsOf(all)),
    ]) {
      assert.doesNotMatch(printed, HIDDEN, JSON.stringify(text));
    }
  }
});

test('with color the only escapes are our own', () => {
  for (const text of ['\x1b[31mx', '\x9bm', 'a\x1b']) {
    const all = mapStrings(everything, () => text);
    const texts = textsOf(all, { color: true, quiet: false });
    assert.ok(texts.join('').includes('\x1b['));
    for (const printed of texts) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the escapes of paint.ts
      assert.doesNotMatch(printed.replace(/\x1b\[[0-9;]+m/g, ''), HIDDEN);
    }
  }
});

/** In the shapes that hosts and tools carry them; each holds PLANTED, and nothing may print that. */
const planted: readonly string[] = [
  ...['6', '5', 'y', '2b', 'gy', '7', 'apr1'].map(
    (id) => `ci:!$${id}$salt$PLANTEDplanted:19000:0:99999:7:::`,
  ),
  ...['6', '5', 'y', '2b', 'gy', '7', 'apr1'].map((id) => `the hash $${id}$salt$PLANTEDplanted is used`),
  'ci:PLANTED:19000:0:99999:7:::',
  'ci:PLANTED:1000:1000::/:/bin/sh',
  'ci:PLANTEDabcdef:root:ci',
  '-----BEGIN OPENSSH PRIVATE KEY-----\nPLANTED\nPLANTED==\n-----END OPENSSH PRIVATE KEY-----',
  '{"k": "-----BEGIN EC PRIVATE KEY-----\\nPLANTED\\n-----END EC PRIVATE KEY-----"}',
  ...['password', 'db_passwd', 'TOKEN', 'clientSecret', 'api-key', 'registrytoken', 'auth', 'key', 'psk'].map(
    (name) => `{"${name}": "PLANTED"}`,
  ),
  ...['password', 'db_passwd', 'TOKEN', 'client.secret', 'api_key', 'PrivateKey', 'PresharedKey', 'key'].map(
    (name) => `${name} = PLANTED`,
  ),
  ...['password', 'secret', 'token'].map((name) => `  ${name}: PLANTED`),
  ...['PASSWORD', 'MYSQL_PASSWORD', 'X_TOKEN', 'AWS_SECRET_KEY'].map(
    (name) => `Environment="A=b" ${name}=PLANTED`,
  ),
  'docker login --password PLANTED r.io',
  'docker login --password=PLANTED r.io',
  'http://me:PLANTED@proxy:3128',
  'Authorization: Basic PLANTED',
  'SWMTKN-1-PLANTEDPLANTED-x',
  'ghp_PLANTEDPLANTEDPLANTEDPLANTED',
  'glpat-PLANTEDPLANTEDPLANTED',
];

test('planted secrets are never printed', () => {
  for (const secret of planted) {
    const all = plant(secret);
    for (const printed of [
      ...textsOf(all, { color: true, quiet: false }),
      ...Object.values(documentsOf(all)),
    ]) {
      assert.doesNotMatch(printed, /PLANTED/, secret);
    }
  }
});

/** Where a host's or a tool's words end up: evidence, sentences, diffs, notes, reasons, steps; inputs are the caller's own. */
function plant(secret: string): typeof everything {
  const names = new Set([
    'says',
    'statement',
    'why',
    'before',
    'after',
    'notes',
    'reason',
    'steps',
    'command',
    'lift',
  ]);
  return replaceNamed(everything) as typeof everything;

  function replaceNamed(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(replaceNamed);
    if (value instanceof Map) return new Map([...value].map(([key, each]) => [key, replaceNamed(each)]));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => {
        if (name === 'inputs') return [name, each];
        const planted = name === 'after' ? `new\n${secret}\n` : secret;
        return [
          name,
          names.has(name) && !('mayBreak' in value) ? mapStrings(each, () => planted) : replaceNamed(each),
        ];
      }),
    );
  }
}
