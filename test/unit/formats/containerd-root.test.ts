import assert from 'node:assert/strict';
import { test } from 'node:test';
import { containerdRoot } from '../../../src/formats/containerd-root.ts';

test("only the root above the first table is containerd's", () => {
  assert.deepEqual(containerdRoot("# root = '/a'\nroot = '/data/c'\n"), { root: '/data/c', line: 2 });
  assert.deepEqual(containerdRoot('  root="/x" # c\n'), { root: '/x', line: 1 });
  assert.equal(containerdRoot('version = 2\n[plugins]\nroot = "/x"\n'), null);
  assert.equal(containerdRoot('root = ""\nrootless = "/x"\n'), null);
});
