import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPam, parsePam } from '../../../src/formats/pam.ts';
import { pamStack } from '../../../src/formats/pam-stack.ts';
import { tryPam } from '../../../src/formats/try-pam.ts';

const filesOf = (texts: { readonly [name: string]: string }) =>
  new Map(
    Object.entries(texts).map(([name, text]) => [
      name,
      { path: `/etc/pam.d/${name}`, lines: parsePam(text) },
    ]),
  );
const admits = (texts: { readonly [name: string]: string }, accepting: readonly string[], isLocked?: true) =>
  tryPam(pamStack(filesOf(texts), 'it', 'auth'), {
    accepting,
    holding: [],
    ...(isLocked ? { isLocked } : {}),
  }).admitted;

test('lines are read as pam.d(5) says', () => {
  const text = [
    '# comment',
    '-AUTH  [success=2 default=ignore]\tpam_unix.so nullok [a b\\] c] # more',
    'auth required \\',
    '  /lib/security/pam_env.so \\',
    '  readenv=1',
    '@include common-auth',
    'account substack system',
  ].join('\n');
  assert.deepEqual(
    parsePam(text).map(({ text: _, ...rest }) => rest),
    [
      {
        line: 2,
        is: 'module',
        type: 'auth',
        control: { success: 2, default: 'ignore' },
        module: 'pam_unix.so',
        args: ['nullok', 'a b] c'],
      },
      {
        line: 3,
        is: 'module',
        type: 'auth',
        control: { success: 'ok', new_authtok_reqd: 'ok', ignore: 'ignore', default: 'bad' },
        module: '/lib/security/pam_env.so',
        args: ['readenv=1'],
      },
      { line: 6, is: 'include', type: null, file: 'common-auth' },
      { line: 7, is: 'substack', type: 'account', file: 'system' },
    ],
  );
});

test('what PAM cannot read refuses whoever comes to it, and is no candidate', () => {
  for (const line of [
    'auht required pam_unix.so',
    'auth requird pam_unix.so',
    'auth required',
    '@include',
    'auth [success] x.so',
    'auth [success=0] x.so',
  ]) {
    assert.equal(parsePam(line)[0]?.is, 'broken', line);
    assert.throws(() => checkPam(`# fine\n${line}\n`), { name: 'Malformed', line: 2 }, line);
    assert.equal(admits({ it: `${line}\nauth required pam_unix.so\n` }, ['pam_unix']), false, line);
  }
  assert.doesNotThrow(() => checkPam('auth required pam_unix.so\n\n@include x\n'));
  assert.equal(admits({ it: '@include missing\nauth sufficient pam_unix.so\n' }, ['pam_unix']), false);
  assert.equal(admits({ it: '@include it\nauth sufficient pam_unix.so\n' }, ['pam_unix']), false);
});

test('a service without lines of its own is asked for as other is', () => {
  const other = { it: 'session required pam_unix.so\n', other: 'auth required pam_unix.so\n' };
  assert.equal(admits(other, ['pam_unix']), true);
  assert.equal(admits({ it: 'auth required pam_deny.so\n', other: other.other }, ['pam_unix']), false);
  assert.equal(admits({ it: '' }, ['pam_unix']), false);
});

const DEBIAN = `auth [success=1 default=ignore] pam_unix.so nullok
auth requisite pam_deny.so
auth required pam_permit.so
`;
const COUNTING = `auth requisite pam_faillock.so preauth
auth [success=2 default=ignore] pam_unix.so nullok
auth [default=die] pam_faillock.so authfail
auth requisite pam_deny.so
auth required pam_permit.so
`;

test("Debian's stack, with pam_faillock and without", () => {
  assert.equal(admits({ it: DEBIAN }, ['pam_unix']), true);
  assert.equal(admits({ it: DEBIAN }, []), false);
  assert.equal(admits({ it: COUNTING }, ['pam_unix']), true);
  assert.equal(admits({ it: COUNTING }, []), false);
  assert.equal(admits({ it: COUNTING }, ['pam_unix'], true), false);
});

test('a jump that is one too short locks everybody out, one too long is refused, a missing pam_deny lets all in', () => {
  assert.equal(admits({ it: COUNTING.replace('success=2', 'success=1') }, ['pam_unix']), false);
  assert.equal(admits({ it: COUNTING.replace('success=2', 'success=4') }, ['pam_unix']), false);
  assert.equal(
    admits(
      { it: COUNTING.replace('auth requisite pam_deny.so\n', '').replace('[default=die]', 'required') },
      [],
    ),
    true,
  );
});

test("Red Hat's stack: a substack that dies ends itself only", () => {
  const files = {
    it: 'auth substack password-auth\nauth include postlogin\n',
    'password-auth': `auth required pam_env.so
auth required pam_faillock.so preauth silent
auth sufficient pam_unix.so
auth [default=die] pam_faillock.so authfail
auth required pam_deny.so
`,
    postlogin: 'session optional pam_umask.so\n',
  };
  assert.equal(admits(files, ['pam_unix']), true);
  assert.equal(admits(files, []), false);
  assert.equal(admits(files, ['pam_unix'], true), false);
});
