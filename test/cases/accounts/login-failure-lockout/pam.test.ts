import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/accounts/login-failure-lockout.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import { readFacts } from '../../read-facts.ts';
import { withWishes } from '../../with-wishes.ts';
import { common, PAM, SECURITY } from '../pam-host.ts';

const PARAMS = { deny: 5, interval: 900, unlock: 900, root: false };
const hostOf = (entries: object): WrittenHost => ({ type: 'image', entries: { ...PAM, ...entries } });
/** What was written down as null is not there. */
const without = (...paths: readonly string[]): WrittenHost => ({
  type: 'image',
  entries: Object.fromEntries(Object.entries(PAM).filter(([path]) => !paths.includes(path))),
});

async function assess(host: WrittenHost, params: Partial<typeof PARAMS> = {}) {
  const facts = await readFacts(createMemoryHost(host), playbook.facts);
  return playbook.assess({ facts, params: { ...PARAMS, ...params } });
}
const verdicts = async (...given: Parameters<typeof assess>) =>
  Object.fromEntries((await assess(...given)).map(({ object, verdict }) => [object, verdict]));
const found = async (object: string, ...given: Parameters<typeof assess>) =>
  (await assess(...given)).find((each) => each.object === object);

const MET = {
  'service:other': 'met',
  'service:sshd': 'met',
  'service:su': 'met',
  'service:su-l': 'met',
  'setting:deny': 'met',
  'setting:fail_interval': 'met',
  'setting:unlock_time': 'met',
};
const COUNTING = {
  '/etc/pam.d/common-auth': `auth required pam_faillock.so preauth silent
auth [success=1 default=ignore] pam_unix.so
auth [default=die] pam_faillock.so authfail
auth sufficient pam_faillock.so authsucc
auth required pam_deny.so
`,
  '/etc/security/faillock.conf': 'deny = 4\nunlock_time = 0\n',
};

test('Debian as it is installed: every service that takes passwords is unmet, and the wishes make it met', async () => {
  const host = hostOf({});
  const requirements = await assess(host);
  assert.deepEqual(Object.fromEntries(requirements.map(({ object, verdict }) => [object, verdict])), {
    ...Object.fromEntries(
      Object.keys(MET).map((object) => [object, object.startsWith('service') ? 'unmet' : 'met']),
    ),
    'setting:unlock_time': 'unmet',
  });
  const after = withWishes(
    host,
    requirements.map((each) => ({ ...each, wishes: each.wishes.filter(({ part }) => part !== undefined) })),
  );
  assert.deepEqual(await verdicts(after), MET);
  assert.equal(
    String(after.entries?.['/etc/pam.d/common-auth']).replace(/^#.*\n/gm, ''),
    `auth\trequisite\t\t\tpam_faillock.so preauth
auth\t[success=2 default=ignore]\tpam_unix.so nullok
auth\t[default=die]\tpam_faillock.so authfail
auth\trequisite\t\t\tpam_deny.so
auth\trequired\t\t\tpam_permit.so
`,
  );
});

test("somebody else's stack that counts, refuses and forgets is met, in other words", async () => {
  assert.deepEqual(await verdicts(hostOf(COUNTING)), MET);
});

test('a stack that counts and refuses nobody, or refuses and does not count, is not met', async () => {
  const text = COUNTING['/etc/pam.d/common-auth'];
  const broken = {
    'nothing is counted': text.replace('[default=die] pam_faillock.so authfail', 'required pam_deny.so'),
    'the success jumps over the refusal': `auth sufficient pam_unix.so\n${text}`,
    'the refusal is optional': text
      .replace('required pam_faillock', 'optional pam_faillock')
      .replace('authsucc', 'preauth'),
    'nothing is forgotten': text.replace('authsucc', 'preauth'),
  };
  for (const [what, auth] of Object.entries(broken)) {
    const sshd = await found('service:sshd', hostOf({ ...COUNTING, '/etc/pam.d/common-auth': auth }));
    assert.equal(sshd?.verdict, 'manual', what);
    assert.deepEqual(sshd?.wishes, [], what);
  }
});

test('more modules that know people, and profiles below: the jumps and the order are as pam-auth-update makes them', async () => {
  const host = hostOf({
    '/etc/pam.d/common-auth': common(
      'auth',
      [
        '[success=2 default=ignore]\tpam_unix.so nullok',
        '[success=1 default=ignore]\tpam_sss.so use_first_pass',
      ],
      ['optional\tpam_cap.so '],
    ),
    '/var/lib/pam/auth': `Module: unix
[success=end default=ignore]\tpam_unix.so nullok
Module: sss
[success=end default=ignore]\tpam_sss.so use_first_pass
Module: capability
optional\tpam_cap.so
`,
  });
  const sshd = await found('service:sshd', host);
  assert.equal(sshd?.verdict, 'unmet');
  assert.deepEqual(sshd?.wishes.find(({ part }) => part?.startsWith('pam-saved:module'))?.desired, {
    line: '[default=die]\tpam_faillock.so authfail',
    before: 'capability',
  });
});

test('what somebody has written between the lines of pam-auth-update is for a person', async () => {
  const cases = {
    'an own line': {
      '/etc/pam.d/common-auth': common('auth', [
        '[success=2 default=ignore]\tpam_unix.so',
        'required\tpam_wheel.so',
      ]),
    },
    'no markers': { '/etc/pam.d/common-auth': 'auth required pam_unix.so\n' },
    'another control': { '/etc/pam.d/common-account': common('account', ['sufficient\tpam_unix.so']) },
    'nothing remembered': { '/var/lib/pam/auth': '' },
  };
  for (const [what, entries] of Object.entries(cases)) {
    const sshd = await found('service:sshd', hostOf(entries));
    assert.equal(sshd?.verdict, 'manual', what);
    assert.match(sshd?.steps?.at(-1) ?? '', /keep a root shell open/, what);
  }
  const { '/var/lib/pam/auth': _, ...rest } = PAM;
  assert.equal((await found('service:sshd', { type: 'image', entries: rest }))?.verdict, 'manual');
});

test('without the module, a line that names it would lock everybody out: a person installs it first', async () => {
  const host = without(`${SECURITY}/pam_faillock.so`);
  assert.deepEqual((await found('service:sshd', host))?.steps, [
    'install pam_faillock.so: on Debian and Ubuntu it is in libpam-modules 1.4.0 and later',
  ]);
  const lines = { type: 'image' as const, entries: { ...host.entries, ...COUNTING } };
  assert.notEqual((await verdicts(lines))['service:sshd'], 'met');
});

test('a service with a stack of its own is told by name, and the others are put right', async () => {
  const host = hostOf({ '/etc/pam.d/vsftpd': 'auth required pam_unix.so\naccount required pam_unix.so\n' });
  const vsftpd = await found('service:vsftpd', host);
  assert.equal(vsftpd?.verdict, 'manual');
  assert.match(vsftpd?.steps?.[0] ?? '', /^\/etc\/pam\.d\/vsftpd has a stack of its own/);
  assert.equal((await found('service:sshd', host))?.verdict, 'unmet');
});

test("Red Hat's files are authselect's", async () => {
  const host = hostOf({
    '/etc/pam.d/sshd': 'auth substack password-auth\naccount include password-auth\n',
    '/etc/pam.d/password-auth':
      'auth required pam_env.so\nauth sufficient pam_unix.so\nauth required pam_deny.so\naccount required pam_unix.so\n',
  });
  assert.deepEqual(
    (await found('service:sshd', host))?.steps?.[0],
    'authselect enable-feature with-faillock',
  );
});

test('who lets in root alone, or everybody, takes no passwords to count', async () => {
  const names = Object.keys(await verdicts(hostOf({ '/etc/pam.d/open': 'auth required pam_permit.so\n' })));
  for (const name of ['runuser', 'passwd', 'open', 'common-auth'])
    assert.ok(!names.includes(`service:${name}`), name);
});

test('limits: the last line counts, 0 is never to lock for deny and for ever for unlock_time', async () => {
  const at = async (conf: string, params: Partial<typeof PARAMS> = {}) => {
    const all = await verdicts(hostOf({ ...COUNTING, '/etc/security/faillock.conf': conf }), params);
    return ['deny', 'fail_interval', 'unlock_time'].map((name) => all[`setting:${name}`] === 'met');
  };
  assert.deepEqual(await at(''), [true, true, false]);
  assert.deepEqual(await at('deny = 0\nfail_interval = 0\nunlock_time = 0\n'), [false, false, true]);
  assert.deepEqual(await at('deny=3\ndeny=6\nunlock_time never\n'), [false, true, true]);
  assert.deepEqual(await at('deny=6\ndeny=x\nunlock_time = 899\n'), [false, true, false]);
  assert.deepEqual(await at('deny=5 # five\nunlock_time=900\n'), [true, true, true]);
  assert.deepEqual(await at('unlock_time=900\n', { unlock: 0 }), [true, true, false]);
});

test('an argument in a stack goes over the file, and is for a person', async () => {
  const auth = COUNTING['/etc/pam.d/common-auth'].replace('preauth silent', 'preauth deny=100');
  const deny = await found('setting:deny', hostOf({ ...COUNTING, '/etc/pam.d/common-auth': auth }));
  assert.equal(deny?.verdict, 'manual');
  assert.deepEqual(deny?.evidence[0], {
    source: '/etc/pam.d/common-auth',
    line: 1,
    says: 'auth required pam_faillock.so preauth deny=100',
    wins: true,
  });
  assert.match(deny?.steps?.[0] ?? '', /^take deny=100 out of line 1 of \/etc\/pam\.d\/common-auth/);
});

test('whom it concerns is said, and no hash', async () => {
  const shadow = 'root:*:1::::::\nalice:$y$HASH:1::::::\nbob:!$y$HASH:1::::::\n';
  const deny = await found('setting:deny', hostOf({ ...COUNTING, '/etc/shadow': shadow }));
  assert.deepEqual(deny?.evidence.at(-1), {
    source: '/etc/shadow',
    says: 'accounts with a password: alice',
    wins: false,
  });
});

test('root is locked only where that is asked for', async () => {
  const root = async (conf: string) =>
    (
      await found('setting:even_deny_root', hostOf({ ...COUNTING, '/etc/security/faillock.conf': conf }), {
        root: true,
      })
    )?.verdict;
  assert.equal(await root(''), 'unmet');
  assert.equal(await root('even_deny_root\n'), 'met');
  assert.equal(await root('root_unlock_time = 60\n'), 'met');
  assert.equal(await found('setting:even_deny_root', hostOf(COUNTING)), undefined);
});

test('no PAM at all: it does not apply, and says why', async () => {
  const facts = await readFacts(createMemoryHost({ type: 'image' }), playbook.facts);
  assert.equal(
    playbook.applies?.({ facts, params: PARAMS }),
    'PAM is not configured here: there is no /etc/pam.d',
  );
});

test('where /usr cannot be written, the profile is left out, and the rest is as it would be', async () => {
  const keys = async (usr: string) => {
    const mountinfo = `22 1 8:1 / / rw - ext4 /dev/sda1 rw\n30 22 8:2 / /usr ${usr} - ext4 /dev/sdb1 rw\n`;
    const host: WrittenHost = {
      entries: PAM,
      observations: [[{ type: 'proc', path: 'self/mountinfo' }, mountinfo]],
    };
    return (await found('service:sshd', host))?.wishes.map(({ key }) => key) ?? [];
  };
  const profile = '/usr/share/pam-configs/holdfast-faillock';
  assert.ok((await keys('rw')).includes(profile));
  assert.deepEqual(
    await keys('ro'),
    (await keys('rw')).filter((key) => key !== profile),
  );
});

test('the line that asks for the password is the evidence', async () => {
  const sshd = await found('service:sshd', hostOf({}));
  assert.deepEqual(sshd?.evidence, [
    {
      source: '/etc/pam.d/common-auth',
      line: 3,
      says: 'auth\t[success=1 default=ignore]\tpam_unix.so nullok: nothing counts what it refuses; whom it knows is let in, however often the password was wrong before; what was counted is never forgotten',
      wins: true,
    },
  ]);
});
