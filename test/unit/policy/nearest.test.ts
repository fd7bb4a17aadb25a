import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearest } from '../../../src/policy/nearest.ts';

const WORDS = ['network/icmp-redirects', 'audit/docker-files', 'audit/docker-binaries'];

test('the least mistaken spelling, or none', () => {
  assert.equal(nearest('audit/docker-flies', WORDS), 'audit/docker-files');
  assert.equal(nearest('audit/docker-file', WORDS), 'audit/docker-files');
  assert.equal(nearest('network/icmp_redirect', WORDS), 'network/icmp-redirects');
  assert.equal(nearest('ssh/authentication', WORDS), null);
  assert.equal(nearest('rnu', ['run']), 'run');
  assert.equal(nearest('x', ['run']), null);
  assert.equal(nearest('x', []), null);
});
