import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hideBareSecrets } from '../../../src/formats/hide-bare-secrets.ts';

const hide = (text: string) => hideBareSecrets(text, () => 'HIDDEN');

const hidden: readonly (readonly [string, string])[] = [
  ['password hunter2', 'password HIDDEN'],
  ['  secret "dHNpZw==";', '  secret HIDDEN'],
  ['machine m login me password pw', 'machine m login me password HIDDEN'],
  ['SetCredential=db:pw', 'SetCredential=db:HIDDEN'],
  ['password_pbkdf2 root grub.pbkdf2.sha512.10000.AB.CD', 'password_pbkdf2 root HIDDEN'],
  ['{"kty":"EC","d":"abc","x":"def"}', '{"kty":"EC","d":"HIDDEN","x":"def"}'],
  ['password: |\n  a: b\n\n  c\nd: e', 'password: |\n  HIDDEN\n\n  HIDDEN\nd: e'],
  ['- token: >-\n    a\n- b', '- token: >-\n    HIDDEN\n- b'],
];

const open: readonly string[] = [
  'password requisite pam_pwquality.so retry=3',
  'password\t[success=1 default=ignore]\tpam_unix.so obscure',
  'password-auth include system-auth',
  '# password hunter2',
  'PasswordAuthentication no',
  'Defaults passwd_tries=3',
  '{"d":"abc"}',
  'text: |\n  password\n',
  'key: value\n  more: 1',
];

test('secrets that only their place tells are hidden', () => {
  for (const [text, expected] of hidden) assert.equal(hide(text), expected);
});

test('what is no secret stays', () => {
  for (const text of open) assert.equal(hide(text), text);
});
