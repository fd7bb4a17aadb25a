import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseProcNetSockets } from '../../../src/formats/proc-net-sockets.ts';
import { parsePublishedBindings } from '../../../src/formats/published-bindings.ts';

test('lines of /proc/net/tcp and tcp6', () => {
  const text = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 101 1 0',
    '   1: 0200CB0A:0016 0700CB0A:D431 01 00000000:00000000 00:00000000 00000000     0        0 102 1 0',
    '   2: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 103 1',
    '   3: 0000000000000000FFFF00000A00CB0A:0016 0000000000000000FFFF00000700CB0A:D431 01 0:0 00:0 0 0 0 104 1',
    '   4: B80D0120000000000000000001000000:0016 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 105 1',
    'nonsense',
    '',
  ].join('\n');
  assert.deepEqual(
    parseProcNetSockets(text).map(
      ({ address, port, peer, state, inode }) => `${address} ${port} ${peer} ${state} ${inode}`,
    ),
    [
      '127.0.0.1 5432 0.0.0.0 0A 101',
      '10.203.0.2 22 10.203.0.7 01 102',
      ':: 80 :: 0A 103',
      '10.203.0.10 22 10.203.0.7 01 104',
      '2001:db8::1 22 :: 0A 105',
    ],
  );
});

test('ports of docker ps, of old engines and new ones, one by one', () => {
  const text =
    'a\t0.0.0.0:80->80/tcp, :::80->80/tcp\nb\t[::]:7000-7001->7000-7001/udp, 9/tcp\nc\t\nd\t192.0.2.1:5->5/sctp\n';
  assert.deepEqual(
    parsePublishedBindings(text).map(
      ({ container, address, protocol, port }) => `${container} ${address} ${protocol}/${port}`,
    ),
    ['a 0.0.0.0 tcp/80', 'a :: tcp/80', 'b :: udp/7000', 'b :: udp/7001'],
  );
});
