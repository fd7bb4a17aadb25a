import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tcpPeers } from '../../../src/formats/tcp-peers.ts';

test('who is connected to a port, as proc(5) writes it', () => {
  const text = `  sl  local_address                         remote_address                        st
   0: 00000000000000000000000000000000:0016 00000000000000000000000000000000:0000 0A 0:0
   1: 0000000000000000FFFF00000100000A:0016 0000000000000000FFFF0000070200C0:D431 01 0:0
   2: B80D0120000000000000000001000000:0016 B80D0120000000000000000007000000:D432 01 0:0
   3: B80D0120000000000000000001000000:0016 B80D0120000000000000000007000000:D433 01 0:0
   4: B80D0120000000000000000001000000:0017 B80D0120000000000000000008000000:D433 01 0:0
`;
  assert.deepEqual(tcpPeers(text, 22), ['192.0.2.7', '2001:db8:0:0:0:0:0:7']);
  assert.deepEqual(tcpPeers('', 22), []);
});
