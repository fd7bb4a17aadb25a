import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseNsswitch } from '../../../src/formats/nsswitch.ts';

test('sources are read without actions and comments, and the last line of a database counts', () => {
  const text =
    '# c\npasswd: files\n group:\tfiles [NOTFOUND=return] [!UNAVAIL=continue]sss # ldap\nnonsense\npasswd: compat\n';
  assert.deepEqual(
    [...parseNsswitch(text)],
    [
      ['passwd', ['compat']],
      ['group', ['files', 'sss']],
    ],
  );
});
