import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { parsePasswd } from '../../src/formats/passwd.ts';
import { parseShadow } from '../../src/formats/shadow.ts';
import { createCapturingHost } from '../../src/host/capture-host.ts';
import { loadSnapshot } from '../../src/host/load-snapshot.ts';
import { createMemoryHost, type WrittenHost } from '../../src/host/memory-host.ts';
import { saveSnapshot } from '../../src/host/save-snapshot.ts';
import type { HostReader } from '../../src/model/host.ts';
import type { Observation } from '../../src/model/observation.ts';
import type { Path } from '../../src/model/path.ts';
import { Refused } from '../../src/model/refusal.ts';

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-secrets-'));
});
after(() => rmSync(folder, { recursive: true }));

const KEY = ['MIIEvQIBADANBgkqhkiG9w0BAQEFAASC', 'BKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj', 'MzEfYyjiWA4R4w=='];
const PEM = `-----BEGIN PRIVATE KEY-----\n${KEY.join('\n')}\n-----END PRIVATE KEY-----\n`;
const SHA512 = `$6$rounds=5000$Kx3nVb9q$${'Zq7/x.Wd'.repeat(10)}ZqWdPq`;
const YESCRYPT = '$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7';
const BCRYPT = '$2b$12$Wd9qKx3nVbZq7LmPoIuYtReWqAsDfGhJkLzXcVbNmQwErTyUiOpAs';
const ARGON = '$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzYWx0$RdescudvJCsgt3ub+b4dWRWJTmaaJObG';
const DES = 'ab/QWERTYUI.8';
const GITHUB = `ghp_${'Tk9'.repeat(12)}`;
const WEB_TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJyb290LW9mLWFsbCJ9.c2lnbmF0dXJlLWJ5dGVz';

/** File, text with the secrets in it, and each secret as somebody would search for it. */
const planted: readonly (readonly [path: Path, text: string, secrets: readonly string[]])[] = [
  [
    '/etc/shadow',
    `root:${SHA512}:19000:0:99999:7:::\nci:!${YESCRYPT}:19000:0:99999:7:::\nb:${BCRYPT}:1::::::\nc:${ARGON}:1::::::\nd:!:1::::::\ne:*:1::::::\nf::1::::::\ng:!!:1::::::\nh:opensesame:1::::::\n`,
    [
      'Kx3nVb9q',
      'Zq7/x.Wd',
      'F5Jx5fExrK',
      'X3DX6M94',
      'Wd9qKx3nVb',
      'c29tZXNhbHRz',
      'RdescudvJCs',
      'opensesame',
    ],
  ],
  ['/etc/gshadow', `docker:${DES}:eve:ci\nsudo:!::\nops:plain-pw::\n`, [DES, 'plain-pw']],
  ['/etc/passwd', `old:${DES}:1000:1000::/home/old:/bin/sh\nci:x:1001:1001::/:/bin/sh\n`, [DES]],
  ['/etc/group', `old:$1$Ab3dEf9h$${'Mn8/Kq2.'.repeat(2)}Zz4wXy:1000:\n`, ['Ab3dEf9h', 'Mn8/Kq2.']],
  [
    '/var/backups/shadow.bak',
    'root:$5$Gh5tRf4e$wErTyUiOpAsDfGhJkLzXcVbNmQwErTyUiOpAsDfGhJk:1::::::\n',
    ['Gh5tRf4e', 'wErTyUiOp'],
  ],
  ['/etc/ssl/server.conf', PEM, KEY],
  ['/etc/app/inline.json', `{"pem": ${JSON.stringify(PEM)}}`, KEY],
  ['/etc/ssh/ssh_host_ed25519_key', PEM.replaceAll('PRIVATE KEY', 'OPENSSH PRIVATE KEY'), KEY],
  [
    '/etc/docker/key.json',
    '{"crv":"P-256","d":"Jk4wLq9zXc7vBn2m","kty":"EC","x":"public-part"}',
    ['Jk4wLq9zXc7vBn2m'],
  ],
  [
    '/root/.docker/config.json',
    '{"auths": {"r.example": {"auth": "Y2k6c3dvcmRmaXNo"}}, "registrytoken": "tok-en-1234"}',
    ['Y2k6c3dvcmRmaXNo', 'tok-en-1234'],
  ],
  [
    '/etc/app/list.json',
    '{"tokens": 1, "token": ["alpha-se", "beta-sec"], "pin_secret": 918273, "password": "qu\\"ote\\\\d-pw"}',
    ['alpha-se', 'beta-sec', '918273', 'ote\\\\d-pw'],
  ],
  [
    '/etc/app.ini',
    '[db]\npassword = correct horse ; battery\napi_key=Zx81-Qw\nuser = open\n',
    ['correct horse', 'battery', 'Zx81-Qw'],
  ],
  [
    '/etc/default/docker',
    `export DB_PASSWORD='hunter two'\nTOKEN=${GITHUB}\nHTTP_PROXY=http://me:pr0xyw0rd@proxy:3128\n`,
    ['hunter', GITHUB.slice(4), 'pr0xyw0rd'],
  ],
  [
    '/etc/cloud/cloud.cfg.d/1.cfg',
    'password: clouDy-9\nplain_text_passwd: rainY-8\nchpasswd_secret: |\n  ci:stormY-7\n  eve:windY-6\nother: kept\n',
    ['clouDy-9', 'rainY-8', 'stormY-7', 'windY-6'],
  ],
  [
    '/etc/systemd/system/a.service',
    `[Service]\nEnvironment="API_TOKEN=en-vi-ron" "LANG=C"\nSetCredential=db:cre-den-tial\nExecStart=/x --password arg-u-ment --header 'Authorization: Bearer bea-rer-x'\n`,
    ['en-vi-ron', 'cre-den-tial', 'arg-u-ment', 'bea-rer-x'],
  ],
  ['/etc/fstab', '//s/x /mnt cifs user=a,password=mo,unt,vers=3.0 0 0\n', ['mo,unt']],
  ['/root/.netrc', 'machine m login me password netrc-pw\n', ['netrc-pw']],
  ['/etc/ppp/chap-secrets', 'client server chap-pw *\n', ['chap-pw']],
  [
    '/etc/bind/named.conf',
    'key "k" {\n  algorithm hmac-sha256;\n  secret "dHNpZy1zZWNyZXQtYnl0ZXM=";\n};\n',
    ['dHNpZy1zZWNyZXQt'],
  ],
  [
    '/boot/grub/user.cfg',
    'GRUB2_PASSWORD=grub.pbkdf2.sha512.10000.AB12CD34EF.567890FEDC\npassword_pbkdf2 root grub.pbkdf2.sha512.10000.1A2B3C4D5E.99AA88BB\n',
    ['AB12CD34EF', '567890FEDC', '1A2B3C4D5E', '99AA88BB'],
  ],
  [
    '/etc/wireguard/wg0.conf',
    '[Interface]\nPrivateKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=\n[Peer]\nPresharedKey=Fp1xHk+zZrY8hWqLmNoPqRsTuVwXyZ0123456789abc=\n',
    ['yAnz5TF+lXX', 'Fp1xHk+zZrY8'],
  ],
  ['/etc/htpasswd', 'web:$apr1$Xy12Za34$QwErTyUiOpAsDfGhJkLzX1\n', ['Xy12Za34', 'QwErTyUiOp']],
  [
    '/etc/app/jwt',
    `bearer ${WEB_TOKEN}\njoin SWMTKN-1-4a5b6c7d8e9f-zzyyxxww\naws AKIAIOSFODNN7EXAMPLE\nslack xoxb-123456789012-abcdef\n`,
    ['bmF0dXJlLWJ5', 'eyJzdWIiOiJyb290', '4a5b6c7d8e9f', 'IOSFODNN7', '123456789012-abcdef'],
  ],
  [
    '/var/lib/cloud/instance/user-data.txt',
    '#cloud-config\nusers:\n  - {name: ci, plain_text_passwd: floW-6, lock_passwd: false}\nchpasswd:\n  expire: false\n  list: |\n    root:blocK-5\n  users:\n    - {name: eve, password: mapp-4, type: text}\nssh_pwauth: true\n',
    ['floW-6', 'blocK-5', 'mapp-4'],
  ],
  ['/var/lib/cloud/seed/user-data', 'chpasswd:\n  list:\n    - root:listeD-3\nother: [a]\n', ['listeD-3']],
  [
    '/etc/sssd/sssd.conf',
    '[domain/x]\nldap_default_authtok_type = password\nldap_default_authtok = auth-tok-2\n',
    ['auth-tok-2'],
  ],
  ['/etc/nslcd.conf', 'binddn cn=x\nbindpw bind-pw-1\n', ['bind-pw-1']],
  [
    '/etc/app/environment',
    'DB_PASS=short-pw-0\nMYSQL_PWD=short-pw-1\nSENTRY_DSN=https://0123456789abcdef0123456789abcdef@o1.example.org/1\nHOOK=https://hooks.slack.com/services/T01ABCD/B02EFGH/zxcvbnmasdfgh\n',
    ['short-pw-0', 'short-pw-1', '0123456789abcdef', 'zxcvbnmasdfgh'],
  ],
  ['/etc/machine-id', '1f2e3d4c5b6a79881f2e3d4c5b6a7988\n', ['1f2e3d4c']],
  ['/etc/krb5.keytab', '\u0005\u0002raw-key-bytes\udcff\udc80', ['raw-key-bytes']],
];

const observations: readonly (readonly [Observation, string])[] = [
  [
    { type: 'processes' },
    JSON.stringify([
      {
        pid: 1,
        uid: 0,
        gids: [0],
        argv: ['/x', '--token', 'proc-tok-en', '--secret=se-cret-eq', '-p', '80'],
      },
    ]),
  ],
  [{ type: 'command', argv: ['/usr/bin/getent', 'group', 'docker'] }, `docker:${DES}:998:ci\n`],
];
const elsewhere = [
  'proc-tok-en',
  'se-cret-eq',
  'fa57-0pen-k3y',
  '2001:db8::5ec',
  'xat-tr-val',
  'stderr-pw',
  'rule-tok',
];

const written: WrittenHost = {
  entries: {
    ...Object.fromEntries(planted.map(([path, content]) => [path, { content: encode(content) }])),
    '/etc/marked': {
      content: '',
      xattrs: { 'user.note': base64('xat-tr-val'), 'security.selinux': base64('label') },
    },
  },
  live: {
    'kernel-setting': {
      'net/ipv4/tcp_fastopen_key': 'fa57-0pen-k3y',
      'net/ipv6/conf/eth0/stable_secret': '2001:db8::5ec',
    },
    'audit-rule': ['-w /x -p wa -k token=rule-tok'],
  },
  observations,
};

function encode(text: string): Uint8Array {
  return Buffer.from(
    [...text].flatMap((letter) => {
      const code = letter.codePointAt(0) ?? 0;
      return code >= 0xdc80 && code <= 0xdcff ? [code - 0xdc00] : [...Buffer.from(letter)];
    }),
  );
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** Everything on the host is looked at, a failing command included. */
async function captured(reader: HostReader): Promise<Path> {
  const { host, snapshot } = createCapturingHost({
    ...reader,
    async read(path) {
      if (path === '/etc/app/failing') {
        const args = { command: 'x', why: 'cannot log in with password=stderr-pw' };
        throw new Refused({ code: 'command-failed', args });
      }
      return reader.read(path);
    },
  });
  for (const [path] of planted) await host.read(path);
  await host.entry('/etc/marked');
  await assert.rejects(host.read('/etc/app/failing'));
  for (const [what] of observations) await host.observe(what);
  for (const key of await host.liveKeys('kernel-setting', 'net/*/tcp_fastopen_key'))
    await host.live('kernel-setting', key);
  await host.live('kernel-setting', 'net/ipv6/conf/eth0/stable_secret');
  for (const key of await host.liveKeys('audit-rule', '*')) await host.live('audit-rule', key);
  const directory = join(mkdtempSync(join(folder, 'x-')), 'it') as Path;
  saveSnapshot(snapshot(), directory);
  return directory;
}

function filesOf(directory: string): ReadonlyMap<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  const paths = files.map((file) => join(file.parentPath, file.name)).sort();
  return new Map(paths.map((path) => [path.slice(directory.length), readFileSync(path, 'latin1')]));
}

test('no secret is in any file of a capture', async () => {
  const files = filesOf(await captured(createMemoryHost(written)));
  const secrets = [...planted.flatMap(([, , all]) => all), ...elsewhere];
  assert.ok(planted.length >= 20);
  const found = secrets.flatMap((secret) =>
    [secret, base64(secret), JSON.stringify(secret).slice(1, -1)].flatMap((text) =>
      [...files].filter(([, content]) => content.includes(text)).map(([file]) => `${secret} in ${file}`),
    ),
  );
  assert.deepEqual(found, []);
});

test('every secret planted is where it is looked for', () => {
  for (const [path, text, secrets] of planted) {
    for (const secret of secrets) assert.ok(text.includes(secret), `${path} has no ${secret}`);
  }
});

test('a stand-in has its shape, and equal secrets have equal ones', async () => {
  const snapshot = loadSnapshot(await captured(createMemoryHost(written)));
  const read = async (path: Path) => Buffer.from((await snapshot.read(path)) ?? []).toString('latin1');
  for (const [path, text] of planted) {
    assert.equal((await snapshot.read(path))?.length, encode(text).length, path);
    assert.equal((await snapshot.status(path))?.size, encode(text).length, path);
  }
  const shadow = await read('/etc/shadow');
  assert.match(shadow, /^root:\$6\$rounds=5000\$s{8}\$s{86}:19000:0:99999:7:::$/m);
  assert.match(shadow, /^ci:!\$y\$j9T\$/m);
  assert.match(shadow, /^d:!:1::::::\ne:\*:1::::::\nf::1::::::\ng:!!:1::::::$/m);
  assert.deepEqual(
    parseShadow(shadow).map(({ password }) => password),
    ['set', 'locked', 'set', 'set', 'locked', 'locked', 'none', 'locked', 'set'],
  );
  const [, group] = (await read('/etc/gshadow')).split(':');
  const [, user] = (await read('/etc/passwd')).split(':');
  assert.equal(group, user);
  assert.equal(parsePasswd(await read('/etc/passwd')).length, 2);
  const list = JSON.parse(await read('/etc/app/list.json'));
  assert.equal(list.tokens, 1);
  assert.equal(list.token.length, 2);
  assert.equal(typeof list.pin_secret, 'number');
  assert.equal((await read('/etc/ssl/server.conf')).split('\n').length, PEM.split('\n').length);
  assert.match(await read('/etc/cloud/cloud.cfg.d/1.cfg'), /^other: kept$/m);
  assert.match(
    await read('/var/lib/cloud/instance/user-data.txt'),
    /name: ci,.*lock_passwd: false}\nchpasswd:\n/s,
  );
  assert.match(
    await read('/var/lib/cloud/instance/user-data.txt'),
    /name: eve,.*, type: text}\nssh_pwauth: true$/m,
  );
  assert.match(await read('/var/lib/cloud/seed/user-data'), /- root:\S{8}\nother: \[a\]$/m);
  assert.match(await read('/etc/sssd/sssd.conf'), /_type = password$/m);
  const entry = await snapshot.entry('/etc/marked');
  assert.equal(entry?.xattrs['security.selinux'], base64('label'));
});

test('a capture of a capture is the same', async () => {
  const directory = await captured(createMemoryHost(written));
  assert.deepEqual(filesOf(await captured(loadSnapshot(directory))), filesOf(directory));
});
