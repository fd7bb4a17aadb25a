import assert from 'node:assert/strict';
import { test } from 'node:test';
import { versionOrder } from '../../../src/formats/version-order.ts';

test('names stand in the order of ls -v', () => {
  const names = [
    'audit.rules',
    '10-a.rules',
    '9-z.rules',
    '50-b.rules',
    '050-a.rules',
    '99-x.rules',
    '10-base-config.rules',
    '10-b.rules',
    '2.rules',
    'z~.rules',
    'z.rules',
    'Z.rules',
  ];
  assert.deepEqual(names.sort(versionOrder), [
    '2.rules',
    '9-z.rules',
    '10-a.rules',
    '10-b.rules',
    '10-base-config.rules',
    '050-a.rules',
    '50-b.rules',
    '99-x.rules',
    'Z.rules',
    'audit.rules',
    'z~.rules',
    'z.rules',
  ]);
});
