import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandFlags } from '../../../src/formats/command-flags.ts';

test('every way of writing a flag is found, in order', () => {
  const argv = [
    '/usr/bin/dockerd',
    '--host=a',
    '-H',
    'b',
    '-H=c',
    '-Hd',
    '--host',
    'e',
    '--hosts=no',
    '--',
    '-h',
  ];
  assert.deepEqual(commandFlags(argv, ['--host', '-H']), ['a', 'b', 'c', 'd', 'e']);
  assert.deepEqual(commandFlags(['x', '--group'], ['--group', '-G']), []);
  assert.deepEqual(commandFlags(['x', '--group='], ['--group', '-G']), ['']);
});
