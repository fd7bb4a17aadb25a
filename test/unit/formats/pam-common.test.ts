import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { faillockFormat, parseFaillockConf } from '../../../src/formats/faillock-conf.ts';
import { pamAgreement } from '../../../src/formats/pam-agreement.ts';
import { pamCommonFormat } from '../../../src/formats/pam-common.ts';
import { pamSavedFormat } from '../../../src/formats/pam-saved.ts';

const FIRST = 'before/auth\trequired\tpam_first.so';
const LAST = 'last/auth\t[default=die]\tpam_faillock.so authfail';
const common = (primary: readonly string[], additional: readonly string[] = []) =>
  [
    '# a comment of somebody',
    'auth required pam_mine.so',
    '# here are the per-package modules (the "Primary" block)',
    ...primary,
    "# here's the fallback if no module succeeds",
    'auth\trequisite\t\t\tpam_deny.so',
    'auth\trequired\t\t\tpam_permit.so',
    '# and here are more per-package modules (the "Additional" block)',
    ...additional,
    '# end of pam-auth-update config',
    '',
  ].join('\n');
const UNIX = 'auth\t[success=1 default=ignore]\tpam_unix.so nullok';

test('a last line of the block is jumped over by all that jumped over the rest', () => {
  const text = common([
    'auth\t[success=2 default=ignore]\tpam_unix.so nullok',
    'auth\t[success=1 default=ignore]\tpam_sss.so use_first_pass',
  ]);
  const set = pamCommonFormat.set(text, LAST, true);
  assert.equal(
    set,
    common([
      'auth\t[success=3 default=ignore]\tpam_unix.so nullok',
      'auth\t[success=2 default=ignore]\tpam_sss.so use_first_pass',
      'auth\t[default=die]\tpam_faillock.so authfail',
    ]),
  );
  assert.equal(pamCommonFormat.set(set, LAST, null), text);
});

test('what jumped to the fallback itself still does, over what counts for it', () => {
  const text = common([
    'auth\t[success=ok default=1]\tpam_one.so',
    'auth\t[success=1 auth_err=2 default=bad]\tpam_two.so',
  ]);
  const set = pamCommonFormat.set(text, LAST, true);
  assert.match(set, /\[success=ok default=1\]\tpam_one/);
  assert.match(set, /\[success=2 auth_err=3 default=bad\]\tpam_two/);
  assert.equal(pamCommonFormat.set(set, LAST, null), text);
});

test('lines come and go, and no other byte does', () => {
  const jump = fc.integer({ min: 1, max: 4 });
  const module = fc
    .tuple(jump, fc.constantFrom('unix', 'sss', 'krb5'))
    .map(([n, name]) => `auth\t[success=${n} default=ignore]\tpam_${name}.so`);
  const file = fc.tuple(fc.array(module, { maxLength: 4 }), fc.boolean()).map(([lines, isCrlf]) => {
    const text = common(lines, ['auth\toptional\tpam_cap.so']);
    return isCrlf ? text.replaceAll('\n', '\r\n') : text;
  });
  fc.assert(
    fc.property(file, fc.constantFrom(FIRST, LAST), (text, part) => {
      const set = pamCommonFormat.set(text, part, true);
      assert.equal(pamCommonFormat.get(set, part), true);
      assert.equal(pamCommonFormat.set(set, part, true), set);
      assert.equal(pamCommonFormat.set(set, part, null), text);
      const both = pamCommonFormat.set(set, part === FIRST ? LAST : FIRST, true);
      const other = pamCommonFormat.set(
        pamCommonFormat.set(text, part === FIRST ? LAST : FIRST, true),
        part,
        true,
      );
      assert.equal(both, other);
    }),
  );
});

test('a file that pam-auth-update does not write is not understood', () => {
  for (const text of ['', UNIX, common([UNIX]).replace("# here's the fallback", '# here is the fallback')]) {
    assert.throws(() => pamCommonFormat.set(text, LAST, true), { name: 'Malformed' });
  }
  for (const line of ['@include more', '# a note']) {
    assert.throws(
      () => pamCommonFormat.set(common([line, UNIX]), LAST, true),
      { name: 'Malformed', line: 4 },
      line,
    );
  }
});

const SAVED = 'Module: unix\n[success=end default=ignore]\tpam_unix.so nullok\n';

test('what pam-auth-update has saved is compared as it does itself', () => {
  const agree = (text: string, saved = SAVED) => pamAgreement(text, saved, 'auth');
  assert.deepEqual(agree(common([UNIX])), { next: null });
  assert.deepEqual(agree(common([`${UNIX} try_first_pass`])), { next: null });
  const cap = `${SAVED}Module: capability\noptional\tpam_cap.so\n`;
  assert.deepEqual(agree(common([UNIX], ['auth\toptional\tpam_cap.so ']), cap), { next: 'capability' });
  assert.equal(agree(common([UNIX, 'auth required pam_own.so'])), null);
  assert.equal(agree(common([UNIX], ['auth required pam_own.so'])), null);
  assert.equal(agree(common([UNIX.replace('default=ignore', 'default=bad')])), null);
  assert.equal(agree(common([])), null);
});

test('a profile is remembered in its place, and forgotten', () => {
  const cap = `${SAVED}Module: capability\noptional\tpam_cap.so\n`;
  for (const [text, before] of [
    [SAVED, null],
    [cap, 'capability'],
  ] as const) {
    const wanted = { line: '[default=die]\tpam_faillock.so authfail', before };
    const set = pamSavedFormat.set(text, 'module/holdfast-faillock', wanted);
    assert.deepEqual(pamSavedFormat.get(set, 'module/holdfast-faillock'), wanted);
    assert.equal(pamSavedFormat.set(set, 'module/holdfast-faillock', wanted), set);
    assert.equal(pamSavedFormat.set(set, 'module/holdfast-faillock', null), text);
  }
  assert.throws(() => pamSavedFormat.set(SAVED, 'module/x', { line: 'a', before: 'gone' }), {
    name: 'Malformed',
  });
  const seen = pamSavedFormat.set('unix\nmkhomedir\n', 'seen/holdfast-faillock', true);
  assert.equal(seen, 'unix\nmkhomedir\nholdfast-faillock\n');
  assert.equal(pamSavedFormat.set(seen, 'seen/holdfast-faillock', null), 'unix\nmkhomedir\n');
});

test('faillock.conf: the last line of a name counts, and an option may stand alone', () => {
  const text = '# deny = 3\n deny=4 # four\nunlock_time never\neven_deny_root\naudit =\n';
  assert.deepEqual(parseFaillockConf(text), [
    { line: 2, name: 'deny', value: '4' },
    { line: 3, name: 'unlock_time', value: 'never' },
    { line: 4, name: 'even_deny_root', value: '' },
    { line: 5, name: 'audit', value: '' },
  ]);
  const file = fc
    .array(fc.constantFrom('deny = 3', '# deny = 3', 'deny', 'unlock_time=600', '', 'deny 0#x', 'silent'))
    .map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(
      file,
      fc.constantFrom('deny', 'even_deny_root'),
      fc.constantFrom('5', '0', true, null),
      (conf, part, wanted) => {
        const set = faillockFormat.set(conf, part, wanted);
        assert.equal(faillockFormat.get(set, part), wanted);
        assert.equal(faillockFormat.set(set, part, wanted), set);
        if (faillockFormat.get(conf, part) === null && wanted !== null)
          assert.equal(faillockFormat.set(set, part, null), conf);
      },
    ),
  );
  assert.throws(() => faillockFormat.set('', 'deny', '5\nsilent'), TypeError);
});
