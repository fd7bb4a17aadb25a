import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publishedPorts } from '../../../src/formats/published-ports.ts';

test('the TCP ports that docker ps names', () => {
  for (const [text, expected] of [
    ['', []],
    ['80/tcp\n443/udp, 53/tcp\n', []],
    ['0.0.0.0:8080->80/tcp, :::8080->80/tcp\n', ['127.0.0.1 8080', '::1 8080']],
    ['0.0.0.0:8080->80/tcp, [::]:8080->80/tcp', ['127.0.0.1 8080', '::1 8080']],
    ['10.0.0.5:9000-9002->9000-9002/tcp', ['10.0.0.5 9000', '10.0.0.5 9001', '10.0.0.5 9002']],
    ['0.0.0.0:53->53/udp\n127.0.0.1:5432->5432/tcp\n127.0.0.1:5432->5432/tcp', ['127.0.0.1 5432']],
  ] as const) {
    assert.deepEqual(
      publishedPorts(text).map(({ address, port }) => `${address} ${port}`),
      expected,
      text,
    );
  }
});
