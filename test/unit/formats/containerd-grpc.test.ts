import assert from 'node:assert/strict';
import { test } from 'node:test';
import { containerdGrpc } from '../../../src/formats/containerd-grpc.ts';

test('only table grpc counts, wherever it stands', () => {
  const text =
    'uid = 1\n[debug]\n  gid = 2\n[ grpc ] # socket\n  address = "/run/c.sock"\n  gid = 999 # ops\n  uid=0\n  [grpc.x]\n  uid = 5\n[[a]]\ngid = 7\n';
  assert.deepEqual(containerdGrpc(text), {
    uid: { id: 0, line: 7 },
    gid: { id: 999, line: 6 },
    address: '/run/c.sock',
  });
});

test('nothing said is nothing', () => {
  for (const text of ['', '[grpc]\n', '# [grpc]\n# gid = 5\n', '[grpc]\ngid = "docker"\n'])
    assert.deepEqual(containerdGrpc(text), { uid: null, gid: null, address: null });
});
