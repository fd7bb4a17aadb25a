import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMountinfo } from '../../../src/formats/mountinfo.ts';

test('optional fields and escapes are read', () => {
  const text =
    '36 35 98:0 /mnt1 /mnt2\\040x rw,noatime master:1 shared:2 - ext3 /dev/root rw,errors=continue\n' +
    '22 1 0:20 / / rw - btrfs /dev/sda1 rw,subvol=/@\n';
  assert.deepEqual(parseMountinfo(text), [
    {
      id: 36,
      parent: 35,
      device: '98:0',
      root: '/mnt1',
      target: '/mnt2 x',
      options: ['rw', 'noatime'],
      type: 'ext3',
      source: '/dev/root',
      superOptions: ['rw', 'errors=continue'],
    },
    {
      id: 22,
      parent: 1,
      device: '0:20',
      root: '/',
      target: '/',
      options: ['rw'],
      type: 'btrfs',
      source: '/dev/sda1',
      superOptions: ['rw', 'subvol=/@'],
    },
  ]);
});

test('a line without its dash is malformed', () => {
  assert.throws(() => parseMountinfo('1 2 3:4 / / rw ext4 /dev/sda rw\n'), { name: 'Malformed', line: 1 });
  assert.throws(() => parseMountinfo('1 2 3:4 / / rw - ext4\n'), { name: 'Malformed', line: 1 });
});
