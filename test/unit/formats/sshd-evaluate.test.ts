import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printSshdConfig } from '../../../src/formats/print-sshd-config.ts';
import { parseSshdConfig } from '../../../src/formats/sshd-config.ts';
import {
  decideSshd,
  holdsFor,
  holdsForAll,
  type SshdStatement,
  sshdStatements,
} from '../../../src/formats/sshd-evaluate.ts';
import { type SshdFile, withSshdFile } from '../../../src/formats/sshd-file.ts';
import type { Path } from '../../../src/model/path.ts';

const file = (path: Path, text: string, includes: SshdFile['includes'] = []): SshdFile => ({
  path,
  text,
  directives: parseSshdConfig(text),
  includes,
});
const DROP_INS = '/etc/ssh/sshd_config.d/*.conf';
const drop = (name: string, text: string) => file(`/etc/ssh/sshd_config.d/${name}`, text);
const alice = holdsFor({
  user: 'alice',
  groups: ['ops'],
  host: null,
  address: '10.0.0.1',
  localAddress: null,
  localPort: null,
});
const says = (
  statements: readonly SshdStatement[],
  holds = holdsForAll,
  keyword = 'PasswordAuthentication',
) => {
  const { value, by } = decideSshd(statements, keyword, holds);
  return by === null ? value : `${value} ${by.path}:${by.line}`;
};

const TREE = file(
  '/etc/ssh/sshd_config',
  `# stock\nInclude ${DROP_INS}\nPasswordAuthentication no\nMatch User alice\nPermitRootLogin yes\nInclude extra\n`,
  [
    {
      line: 2,
      pattern: DROP_INS,
      files: [drop('50-cloud.conf', 'Match Group ops\nPasswordAuthentication yes\n')],
    },
    { line: 6, pattern: '/etc/ssh/extra', files: [file('/etc/ssh/extra', 'PubkeyAuthentication no\n')] },
  ],
);

test('the first word for everybody, and over it the first in a block that holds', () => {
  const statements = sshdStatements(TREE);
  assert.equal(says(statements), 'no /etc/ssh/sshd_config:3');
  assert.equal(says(statements, alice), 'yes /etc/ssh/sshd_config.d/50-cloud.conf:2');
  assert.equal(says(statements, holdsForAll, 'permitrootlogin'), 'prohibit-password');
  assert.equal(says(statements, alice, 'PermitRootLogin'), 'yes /etc/ssh/sshd_config:5');
  assert.equal(says(statements, holdsForAll, 'PubkeyAuthentication'), 'yes');
  assert.equal(says(statements, alice, 'PubkeyAuthentication'), 'no /etc/ssh/extra:1');
});

test('a new drop-in counts where it sorts, and only where it is included', () => {
  const added = (name: string, text: string) =>
    sshdStatements(withSshdFile(TREE, `/etc/ssh/sshd_config.d/${name}`, () => text));
  assert.equal(
    says(added('00.conf', 'PasswordAuthentication yes\n')),
    'yes /etc/ssh/sshd_config.d/00.conf:1',
  );
  assert.equal(says(added('00.txt', 'PasswordAuthentication yes\n')), 'no /etc/ssh/sshd_config:3');
  const block = 'Match all\nPasswordAuthentication no\n';
  assert.equal(says(added('00.conf', block), alice), 'no /etc/ssh/sshd_config.d/00.conf:2');
  assert.equal(says(added('90.conf', block), alice), 'yes /etc/ssh/sshd_config.d/50-cloud.conf:2');
});

test('an Include keeps what it brings in when lines above it come and go', () => {
  const after = withSshdFile(TREE, '/etc/ssh/sshd_config', (text) => text.replace('# stock\n', ''));
  const { files } = after.includes[0] ?? {};
  assert.equal(after.includes[0]?.line, 1);
  assert.equal(files?.length, 1);
  assert.equal(says(sshdStatements(after), alice), 'yes /etc/ssh/sshd_config.d/50-cloud.conf:2');
});

test('as one file it says the same, and each line is somebody’s', () => {
  const statements = sshdStatements(TREE);
  const { text, lines } = printSshdConfig(statements);
  const again = sshdStatements(file('/one', text));
  for (const keyword of ['PasswordAuthentication', 'PermitRootLogin', 'PubkeyAuthentication']) {
    for (const holds of [alice, holdsForAll])
      assert.equal(decideSshd(again, keyword, holds).value, decideSshd(statements, keyword, holds).value);
  }
  assert.equal(text.split('\n').length - 1, lines.length);
  const at = text.split('\n').indexOf('PubkeyAuthentication no');
  assert.deepEqual([lines[at]?.path, lines[at]?.line], ['/etc/ssh/extra', 1]);
});
