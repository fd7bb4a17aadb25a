import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sshdLineAtFault } from '../../../src/formats/sshd-line-at-fault.ts';
import { whySshRefuses } from '../../../src/formats/why-ssh-refuses.ts';

test('of what sshd and ssh said, the line that tells why', () => {
  for (const [said, expected] of [
    [
      [
        'error: Bind to port 22 on 10.1.2.3 failed: Cannot assign requested address.',
        'Server listening on 127.0.0.1 port 22.',
        'Connection from 127.0.0.1 port 4 on 127.0.0.1 port 22 rdomain ""',
        'User ci from 127.0.0.1 not allowed because listed in DenyUsers',
        'ci@127.0.0.1: Permission denied (publickey).',
      ],
      'User ci from 127.0.0.1 not allowed because listed in DenyUsers',
    ],
    [
      [
        'Failed publickey for ci from 127.0.0.1',
        'fatal: Access denied for user ci by PAM account configuration [preauth]',
      ],
      'Access denied for user ci by PAM account configuration',
    ],
    [['Connection closed by 127.0.0.1 port 4 [preauth]', ''], 'sshd does not say why'],
  ] as const) {
    assert.equal(whySshRefuses(said), expected);
  }
});

test('the line of a configuration file that a person is shown', () => {
  const files = [
    { path: '/etc/ssh/a', text: '# AllowUsers x\nallowusers=op\nPasswordAuthentication no\n' },
    { path: '/etc/ssh/b', text: 'PermitRootLogin no\nMACs x\nAllowUsersX y\n' },
  ];
  for (const [why, expected] of [
    ['not allowed because not listed in AllowUsers', '/etc/ssh/a:2'],
    ['ROOT LOGIN REFUSED FROM 127.0.0.1 port 5', '/etc/ssh/b:1'],
    ['Unable to negotiate: no matching MAC found', '/etc/ssh/b:2'],
    ['ci@127.0.0.1: Permission denied (publickey).', '/etc/ssh/a:3'],
    ['a group is listed in DenyGroups', null],
  ] as const) {
    assert.equal(sshdLineAtFault(why, files), expected, why);
  }
});
