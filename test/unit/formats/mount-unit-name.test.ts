import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mountUnitName } from '../../../src/formats/mount-unit-name.ts';

test('names are those of systemd-escape -p --suffix=mount', () => {
  assert.equal(mountUnitName('/'), '-.mount');
  assert.equal(mountUnitName('/var/lib/docker'), 'var-lib-docker.mount');
  assert.equal(mountUnitName('/srv/my data/a-b/.x'), 'srv-my\\x20data-a\\x2db-.x.mount');
  assert.equal(mountUnitName('/.x/é'), '\\x2ex-\\xc3\\xa9.mount');
});
