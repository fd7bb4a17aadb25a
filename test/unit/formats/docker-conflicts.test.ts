import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dockerConflicts } from '../../../src/formats/docker-conflicts.ts';

test('options among the flags and in the file', () => {
  const options = {
    hosts: [],
    labels: [],
    'log-driver': 'local',
    runtimes: {},
    'insecure-registries': [],
    debug: false,
  };
  for (const [flags, expected] of [
    [[], []],
    [['-H', 'fd://'], ['hosts']],
    [['-Hfd://', '--host=x'], ['hosts']],
    [
      ['--label', 'a=b', '--log-driver=local'],
      ['labels', 'log-driver'],
    ],
    [['--insecure-registry', 'x'], ['insecure-registries']],
    [['-D'], ['debug']],
    [['--add-runtime', 'a=b', '--log-level', 'debug', 'hosts', '--icc=false'], []],
  ] as const) {
    assert.deepEqual(dockerConflicts(['/usr/bin/dockerd', ...flags], options), expected, flags.join(' '));
  }
  assert.deepEqual(dockerConflicts(['--label=x'], { labels: [] }), [], 'the program is no flag');
});
