import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePosixAcl } from '../../../src/formats/posix-acl.ts';

// What getfattr(1) shows after: setfacl -m u:1000:rw,g:110:rwx,m:rw
const LIST = Buffer.from(
  '02000000' +
    '01000600ffffffff' +
    '02000600e8030000' +
    '04000600ffffffff' +
    '080007006e000000' +
    '10000600ffffffff' +
    '20000000ffffffff',
  'hex',
).toString('base64');

test('named users and groups are told with what the mask leaves them', () => {
  assert.deepEqual(parsePosixAcl(LIST), [
    { type: 'user', id: 1000, permissions: 6 },
    { type: 'group', id: 110, permissions: 6 },
  ]);
  assert.deepEqual(parsePosixAcl(''), []);
});
