import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseLoginDefs } from '../../../src/formats/login-defs.ts';
import { parseUseraddDefaults, useraddFormat } from '../../../src/formats/useradd-defaults.ts';

const line = fc.oneof(
  fc.constantFrom('INACTIVE=-1', 'INACTIVE=30', '# INACTIVE=-1', 'SHELL=/bin/sh', '', ' INACTIVE=5', 'GROUP'),
  fc.string({ maxLength: 8 }).filter((text) => !/[\n\r]/.test(text)),
);
const file = fc
  .tuple(fc.array(line), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, end, isEnded]) => lines.join(end) + (isEnded ? end : ''));
const value = fc.constantFrom('-1', '0', '45', '');

test('a default is set, read and taken away, and no other line moves', () => {
  fc.assert(
    fc.property(file, value, (text, wanted) => {
      const set = useraddFormat.set(text, 'INACTIVE', wanted);
      assert.equal(useraddFormat.get(set, 'INACTIVE'), wanted);
      assert.equal(useraddFormat.set(set, 'INACTIVE', wanted), set);
      const others = (all: string) =>
        parseUseraddDefaults(all).filter(({ name }) => name !== 'INACTIVE').length;
      assert.equal(others(set), others(text));
      if (useraddFormat.get(text, 'INACTIVE') === null)
        assert.equal(useraddFormat.set(set, 'INACTIVE', null), text);
    }),
  );
});

test('the last line of a name counts, and a value may be empty', () => {
  const text = 'SHELL=/bin/sh\n# INACTIVE=1\nINACTIVE=30\nINACTIVE=\n';
  assert.equal(useraddFormat.get(text, 'INACTIVE'), '');
  assert.equal(useraddFormat.get(text, 'GROUP'), null);
  assert.equal(useraddFormat.set(text, 'INACTIVE', '0'), text.replace('INACTIVE=\n', 'INACTIVE=0\n'));
  assert.throws(() => useraddFormat.set(text, 'inactive', '0'), TypeError);
  assert.throws(() => useraddFormat.set(text, 'INACTIVE', '0\nSHELL=/x'), TypeError);
});

test('login.defs is read as shadow reads it', () => {
  const text =
    '# UID_MIN 1\n\tUID_MIN\t\t\t 1000\nUMASK 022\nUID_MIN "500"\nMAIL_DIR        "/var/mail" # x\nNOTHING\n';
  assert.deepEqual(
    [...parseLoginDefs(text)],
    [
      ['UID_MIN', '500'],
      ['UMASK', '022'],
      ['MAIL_DIR', '/var/mail'],
    ],
  );
});
