import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hideBareSecrets } from '../../../src/formats/hide-bare-secrets.ts';
import { encodeHostText } from '../../../src/formats/host-text.ts';
import { replaceSecrets } from '../../../src/formats/replace-secrets.ts';
import { shapedStandIns } from '../../../src/formats/shaped-stand-ins.ts';

const shapes: readonly (readonly [secret: string, standIn: string])[] = [
  ['hunter2', 'sssssss'],
  ['CAPS', 'SSSS'],
  ['123456', '111111'],
  ['-12.5e30', '-11.1e12'],
  ['deadbeef', 'aaaaaaaa'],
  ['p\u00e4ss', 'sssss'],
  ['two words', 'sss sssss'],
  ['Zm9vOmJhcg==', 'ssssssssss=='],
  ['["one", "t\\"wo"]', '["sss", "sssss"]'],
  ['$6$saltsalt$hashhash', '$6$ssssssss$ssssssss'],
  ['$6$rounds=5000$salt$hash', '$6$rounds=5000$ssss$ssss'],
  ['$y$j9T$salt$hash', '$y$j9T$ssss$ssss'],
  ['$2b$12$saltandhash', '$2b$12$sssssssssss'],
  ['ghp_abcDEF', 'ghp_ssssss'],
  ['eyJhbGc.eyJzdWI.c2ln', 'eyJssss.eyJssst.ssss'],
  ['', ''],
];

test('a stand-in has the shape of the secret', () => {
  for (const [secret, expected] of shapes) assert.equal(shapedStandIns()('secret', secret), expected);
  assert.equal(shapedStandIns()('private key', 'MIIE\\nab+/\\n'), 'SSSS\\nssss\\n');
});

test('equal secrets have equal stand-ins, others have others, in the order of asking', () => {
  const standIn = shapedStandIns();
  assert.deepEqual(
    ['hunter2', 'swordfi', 'hunter2', 'other'].map((secret) => standIn('secret', secret)),
    ['sssssss', 'sssssst', 'sssssss', 'sssss'],
  );
});

test('a stand-in tells nothing of the secret but its shape', () => {
  const words = fc.stringMatching(/^[g-z]{6}$/);
  fc.assert(
    fc.property(words, words, (a, b) => shapedStandIns()('secret', a) === shapedStandIns()('secret', b)),
  );
});

const secret = fc.oneof(
  fc.stringMatching(/^[\w./+=-]{1,12}$/),
  fc.stringMatching(/^\d{1,6}$/),
  fc.constantFrom('true', 'null', '!', 'x', '$6$ab$cd', 'a b', "'q'", '"q"', 'a,b=c', '$1$', '[x]'),
);
const line = fc.oneof(
  secret.map((value) => `password = ${value}`),
  secret.map((value) => `password ${value}`),
  secret.map((value) => `{"token": "${value.replaceAll('"', '')}", "key": ["${value.replaceAll('"', '')}"]}`),
  secret.map((value) => `ci:!${value}:1::::::`),
  secret.map((value) => `x --secret ${value} SECRET=${value},next=1 http://u:${value}@h`),
  secret.map((value) => `secret: |\n  ${value}\nnext: 1`),
  secret.map((value) => `-----BEGIN PRIVATE KEY-----\n${value}\n${value}\n-----END PRIVATE KEY-----`),
  fc.constantFrom('', 'plain text', 'passwd: files', '# password = x'),
);

const account = secret.map((value) => `ci:!${value}:1::::::`);

test('hiding keeps every byte count, and hiding what is hidden changes nothing', () => {
  const texts = fc.oneof(
    fc.record({ path: fc.constant(undefined), lines: fc.array(line, { maxLength: 12 }) }),
    fc.record({ path: fc.constant('/etc/shadow'), lines: fc.array(account, { maxLength: 12 }) }),
  );
  fc.assert(
    fc.property(texts, ({ path, lines }) => {
      const hide = (text: string) => {
        const standIn = shapedStandIns();
        return replaceSecrets(hideBareSecrets(text, standIn), path, standIn);
      };
      const text = lines.join('\n');
      const hidden = hide(text);
      assert.equal(encodeHostText(hidden).length, encodeHostText(text).length);
      assert.equal(hidden.split('\n').length, text.split('\n').length);
      assert.equal(hide(hidden), hidden);
    }),
    { numRuns: 300 },
  );
});
