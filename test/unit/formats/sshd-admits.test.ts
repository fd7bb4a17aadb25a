import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSshdAdmits } from '../../../src/formats/sshd-admits.ts';
import { parseSshdConfig } from '../../../src/formats/sshd-config.ts';
import { holdsFor, sshdStatements } from '../../../src/formats/sshd-evaluate.ts';

const VISITOR = { user: 'alice', groups: ['users', 'ops'], address: '10.1.2.3' };

function admits(text: string, more: Partial<typeof VISITOR> = {}): boolean {
  const visitor = { ...VISITOR, ...more };
  const file = {
    path: '/etc/ssh/sshd_config',
    text,
    directives: parseSshdConfig(text),
    includes: [],
  } as const;
  return createSshdAdmits(sshdStatements(file))(
    visitor,
    holdsFor({ ...visitor, host: null, localAddress: null, localPort: null }),
  );
}

test('who is let in, and who is not', () => {
  const table: readonly (readonly [text: string, isIn: boolean])[] = [
    ['', true],
    ['AllowUsers alice\n', true],
    ['AllowUsers bob\nAllowUsers al?ce\n', true],
    ['AllowUsers bob\n', false],
    ['DenyUsers alice\nAllowUsers alice\n', false],
    ['AllowUsers alice\nAllowGroups ops\n', true],
    ['AllowUsers alice\nAllowGroups wheel\n', false],
    ['AllowGroups users wheel\nDenyGroups ops\n', false],
    ['AllowUsers alice@10.0.0.0/8\n', true],
    ['AllowUsers alice@!10.1.0.0/16,10.0.0.0/8\n', false],
    ['AllowUsers a@b@10.0.0.0/8\n', false],
    ['AllowUsers *@192.0.2.0/24 bob@10.0.0.0/8\n', false],
    ['DenyUsers *@!10.0.0.0/8,*\n', true],
    ['DenyUsers *@!192.0.2.0/24,*\n', false],
    ['AllowUsers ALICE\n', false],
    // What only a name server knows lets in and keeps nobody out.
    ['AllowUsers alice@*.example.org\n', true],
    ['DenyUsers alice@*.example.org\n', true],
    ['DenyUsers *@!*.example.org,*\n', true],
    // A block's list goes in the place of the other.
    ['AllowUsers bob\nMatch User alice\nAllowUsers alice\n', true],
    ['AllowUsers alice\nMatch Group ops\nAllowUsers bob\nMatch Address 10.0.0.0/8\nAllowUsers eve\n', false],
    ['DenyUsers alice\nMatch Group ops\nDenyUsers bob\n', true],
    ['DenyUsers alice\nMatch Group wheel\nDenyUsers bob\n', false],
  ];
  for (const [text, isIn] of table) assert.equal(admits(text), isIn, text);
  assert.equal(admits('AllowUsers alice@192.168.*\n', { address: '192.168.7.1' }), true);
  assert.equal(admits('AllowUsers alice@192.168.*\n', { address: '::ffff' }), false);
  assert.equal(admits('DenyUsers *@!10.0.0.0/8,*\n', { address: '2001:db8::1' }), false);
});
