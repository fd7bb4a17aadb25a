import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hideSecrets, secretHider } from '../../../src/report/hide-secrets.ts';

const SHA512 = `$6$rounds=5000$saltsalt$${'a./Z9'.repeat(17)}a`;
const YESCRYPT = '$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7';
const DES = 'ab/DEFGHIJ.K1';

const hidden: readonly (readonly [string, string])[] = [
  [`root:${SHA512}:19000:0:99999:7:::`, 'root:<hash A>:19000:0:99999:7:::'],
  [`ci:!${YESCRYPT}:19000:0:99999:7:::`, 'ci:!<hash A>:19000:0:99999:7:::'],
  [`ci:!!${DES}:19000::::::`, 'ci:!!<hash A>:19000::::::'],
  ['ci:plain:19000:0:99999:7:::', 'ci:<hash A>:19000:0:99999:7:::'],
  [`docker:${DES}:admin:ci`, 'docker:<hash A>:admin:ci'],
  [`old:${DES}:1000:1000::/home/old:/bin/sh`, 'old:<hash A>:1000:1000::/home/old:/bin/sh'],
  [`user: {passwd: ${YESCRYPT}}`, 'user: {passwd: <hash A>}'],
  ['web:$apr1$1234$abcdefghijklmnopqrstuv', 'web:<hash A>'],
  ['echo $2b$10$abcdefghijklmnopqrstuv1234567890abcdefghijklmnopqrstu | x', 'echo <hash A> | x'],
  ['{"auths": {"r.io": {"auth": "Zm9vOmJhcg=="}}}', '{"auths": {"r.io": {"auth": "<secret A>"}}}'],
  ['{"identitytoken":"abc","a":"b"}', '{"identitytoken":"<secret A>","a":"b"}'],
  ['{"db": {"Password": "p\\"q", "key": "k"}}', '{"db": {"Password": "<secret A>", "key": "<secret B>"}}'],
  ['{"token": ["x", "y"]}', '{"token": <secret A>}'],
  ['{"pin_secret": 12345}', '{"pin_secret": <secret A>}'],
  ['  password = correct horse ; battery', '  password = <secret A>'],
  ['key=abc', 'key=<secret A>'],
  ["export API_TOKEN='abc def'", "export API_TOKEN='<secret A>'"],
  ['client-secret: abc', 'client-secret: <secret A>'],
  ['Environment="DB_PASSWORD=foo" "LANG=C"', 'Environment="DB_PASSWORD=<secret A>" "LANG=C"'],
  ['//s/x /mnt cifs user=a,password=b,c,vers=3 0 0', '//s/x /mnt cifs user=a,password=<secret A>,vers=3 0 0'],
  ['mysql --password hunter2 -h db', 'mysql --password <secret A> -h db'],
  ['http-proxy http://me:pw@proxy:3128', 'http-proxy http://me:<secret A>@proxy:3128'],
  ['Authorization: Bearer abc.def', 'Authorization: Bearer <secret A>'],
  ['join SWMTKN-1-abcdefghij1234567890-xyz now', 'join <secret A> now'],
  [`ghp_${'a1'.repeat(18)}`, '<secret A>'],
  [
    '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIE\nabc=\n-----END RSA PRIVATE KEY-----\nafter',
    '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n<private key A>\n<private key A>\n-----END RSA PRIVATE KEY-----\nafter',
  ],
  [
    '  -----BEGIN PRIVATE KEY-----\n  MIIE\nPermitRootLogin yes\n',
    '  -----BEGIN PRIVATE KEY-----\n  <private key A>\nPermitRootLogin yes\n',
  ],
  [
    '{"pem": "-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----\\n", "b": 1}',
    '{"pem": "-----BEGIN PRIVATE KEY-----<private key A>-----END PRIVATE KEY-----\\n", "b": 1}',
  ],
];

test('secrets are hidden, and hiding twice changes nothing', () => {
  for (const [text, shown] of hidden) {
    assert.equal(hideSecrets(text), shown);
    assert.equal(hideSecrets(shown), shown);
  }
});

const open: readonly string[] = [
  'root:*:19000:0:99999:7:::',
  'bypass=1 by-pass: no',
  '{ user: ci, shell: sh, NOPASSWD: ALL }',
  'ssh://git@example.org/x',
  'ci:!:19000:0:99999:7:::',
  'ci:!*:19000:0:99999:7:::',
  'ci::19000:0:99999:7:::',
  'root:x:0:0:root:/root:/bin/bash',
  'docker:x:998:ci,deploy',
  'docker:!::ci',
  'PATH=/usr/bin:/bin:/usr/sbin:/sbin',
  'image: a:b:c:d',
  'passwd:         files systemd',
  '%docker ALL=(ALL) NOPASSWD: ALL',
  'Defaults passwd_tries=3, passwd_timeout=0',
  '-a always,exit -F path=/usr/bin/docker -F perm=x -F key=docker-files',
  '-w /etc/docker -p wa -k docker-files',
  '{"key": "/etc/ssl/k.pem", "a-key": "/etc/ssl/k.pem", "api-key": "/run/secrets/api"}',
  '{"tlskey": "/etc/docker/key.pem", "no-token": null, "secret": "", "icc": false}',
  'password requisite pam_pwquality.so retry=3',
  'PasswordAuthentication no',
  'PASS_MAX_DAYS 99999',
  'echo "$1$HOME" $5 "$6"',
  '-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----',
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI ci@host',
  'https://example.org/a@b',
];

test('what is no secret stays', () => {
  for (const text of open) assert.equal(hideSecrets(text), text);
});

test('in an account file every password field is hidden, whatever the line looks like', () => {
  for (const path of [
    '/etc/shadow',
    '/etc/shadow-',
    '/var/backups/gshadow.bak',
    '/x/etc/gshadow',
    '/etc/passwd~',
  ]) {
    assert.equal(secretHider(path)('ci:oops:19000\nx:!:\ny:x:1\n'), 'ci:<hash A>:19000\nx:!:\ny:x:1\n');
  }
  assert.equal(secretHider('/etc/nsswitch.conf')('passwd: files'), 'passwd: files');
});

test('the same secret has the same stand-in, another has another, in the order of asking', () => {
  const hide = secretHider();
  assert.equal(hide('a:$6$s$one:1::::::\nb:$6$s$two:1::::::'), 'a:<hash A>:1::::::\nb:<hash B>:1::::::');
  assert.equal(hide('a:$6$s$two:1::::::\nb:$6$s$new:1::::::'), 'a:<hash B>:1::::::\nb:<hash C>:1::::::');
});

test('stand-ins go on after Z', () => {
  const lines = Array.from({ length: 28 }, (_, i) => `token=t${i}`);
  assert.deepEqual(hideSecrets(lines.join('\n')).split('\n').slice(25), [
    'token=<secret Z>',
    'token=<secret AA>',
    'token=<secret AB>',
  ]);
});

test('lines stay lines', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...hidden.map(([text]) => text), 'x', '')), (pieces) => {
      const text = pieces.join('\n');
      assert.equal(hideSecrets(text).split('\n').length, text.split('\n').length);
    }),
    { numRuns: 200 },
  );
});

test('long lines without blanks do not take quadratic time', () => {
  for (const piece of [
    'a',
    '-',
    '"',
    '$5$',
    ':',
    '\\"',
    'password',
    '-----BEGIN PRIVATE KEY-----',
    '://',
    '=,',
  ]) {
    assert.equal(typeof hideSecrets(piece.repeat(100_000 / piece.length)), 'string');
  }
});
