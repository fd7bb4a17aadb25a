import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDockerNetworks } from '../../../src/formats/docker-networks.ts';

test('networks by line, names with spaces too, and nothing of what is no such line', () => {
  const text = '0a bridge false bridge\n0b null false none\n0c vendor/net:1.2 true my net\nWARNING: x\n\n';
  assert.deepEqual(parseDockerNetworks(text), [
    { id: '0a', driver: 'bridge', hasIPv6: false, name: 'bridge' },
    { id: '0b', driver: 'null', hasIPv6: false, name: 'none' },
    { id: '0c', driver: 'vendor/net:1.2', hasIPv6: true, name: 'my net' },
  ]);
});
