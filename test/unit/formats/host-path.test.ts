import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostPath } from '../../../src/formats/host-path.ts';
import type { Path } from '../../../src/model/path.ts';

test('a path is its directory and its name, at the root too', () => {
  const table: readonly (readonly [Path, Path, string])[] = [
    ['/etc/group', '/etc', 'group'],
    ['/etc', '/', 'etc'],
    ['/a/b/c', '/a/b', 'c'],
  ];
  for (const [path, parent, name] of table) {
    assert.deepEqual([hostPath.parent(path), hostPath.name(path)], [parent, name]);
    assert.equal(hostPath.join(parent, name), path);
  }
  assert.equal(hostPath.parent('/'), '/');
  assert.deepEqual(hostPath.ancestors('/a/b/c'), ['/', '/a', '/a/b']);
  assert.deepEqual(hostPath.components('/a//b'), ['a', 'b']);
});
