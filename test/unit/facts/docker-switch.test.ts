import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dockerSwitch } from '../../../src/facts/docker-switch.ts';

test('a switch by flag, with and without a value, and by the file', () => {
  const said = (argv: readonly string[], options: { readonly [key: string]: boolean | string } = {}) =>
    dockerSwitch(
      {
        command: { argv, source: '/x', line: 3 },
        config: { path: '/etc/docker/daemon.json', options, lines: { ipv6: 2 } },
      },
      'ipv6',
    ).map(({ isOn, evidence }) => `${isOn} ${evidence.source}:${evidence.line} ${evidence.says}`);
  assert.deepEqual(said(['dockerd']), []);
  assert.deepEqual(said(['dockerd', '--ipv6', 'false']), ['true /x:3 --ipv6']);
  assert.deepEqual(said(['dockerd', '--ipv6=0', '--ipv6-x', '--ipv6=T']), [
    'false /x:3 --ipv6=0',
    'true /x:3 --ipv6=T',
  ]);
  assert.deepEqual(said([], { ipv6: false }), ['false /etc/docker/daemon.json:2 "ipv6": false']);
  assert.deepEqual(said([], { ipv6: 'true' }), []);
  assert.deepEqual(dockerSwitch({ command: null, config: null }, 'ipv6'), []);
});
