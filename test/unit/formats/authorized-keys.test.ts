import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAuthorizedKeys } from '../../../src/formats/authorized-keys.ts';
import { sshKeyKind } from '../../../src/formats/ssh-key-kind.ts';

const ED25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPu0';
/** The name, an exponent of 3 bytes, and a modulus of so many. */
function rsa(bytes: number, first: number): string {
  const field = (content: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(content.length);
    return Buffer.concat([length, content]);
  };
  const modulus = Buffer.alloc(bytes, 0xff);
  modulus[0] = first;
  const fields = [Buffer.from('ssh-rsa'), Buffer.from([1, 0, 1]), modulus].map(field);
  return `ssh-rsa ${Buffer.concat(fields).toString('base64')}`;
}

test('keys that open a shell, with their options', () => {
  for (const [line, expected] of [
    [ED25519, ''],
    [`  ${ED25519} ci@lab`, ''],
    [`from="10.0.0.0/8,*.example.org",no-pty\t${ED25519}`, 'from="10.0.0.0/8,*.example.org",no-pty'],
    [`environment="A=a \\"b\\" c" ${ED25519}`, 'environment="A=a \\"b\\" c"'],
    [`environment="X=command=y" ${ED25519}`, 'environment="X=command=y"'],
    [`no-pty,command="echo no" ${ED25519}`, null],
    [`Command="echo no" ${ED25519}`, null],
    [`cert-authority ${ED25519}`, null],
    [`# ${ED25519}`, null],
    ['ssh-ed25519', null],
    ['ssh-ed25519 not-a-key', null],
    ['', null],
  ] as const) {
    assert.equal(parseAuthorizedKeys(line)[0]?.options ?? null, expected, line);
  }
  const [, second] = parseAuthorizedKeys(`${ED25519} a\n\nssh-dss AAAAB3 b\r\n`);
  assert.deepEqual(second, { line: 3, options: '', type: 'ssh-dss', blob: 'AAAAB3' });
});

test('what a key is made from', () => {
  for (const [line, expected] of [
    [ED25519, 'ed25519'],
    ['sk-ssh-ed25519@openssh.com AAAAGnNr', 'ed25519'],
    ['ecdsa-sha2-nistp384 AAAAE2Vj', 'ecdsa -b 384'],
    ['sk-ecdsa-sha2-nistp256@openssh.com AAAAInNr', 'ecdsa -b 256'],
    [rsa(257, 0), 'rsa -b 2048'],
    [rsa(384, 0x7f), 'rsa -b 3072'],
    ['ssh-dss AAAAB3', null],
  ] as const) {
    const [key] = parseAuthorizedKeys(line);
    assert.ok(key !== undefined, line);
    assert.equal(sshKeyKind(key), expected);
  }
});
