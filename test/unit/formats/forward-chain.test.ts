import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forwardChainEnd } from '../../../src/formats/forward-chain.ts';

test('the first rule for every packet decides, else the policy', () => {
  for (const [text, expected] of [
    ['', null],
    ['iptables: No chain/target/match by that name.\n', null],
    ['-P FORWARD DROP\n', true],
    ['-P FORWARD ACCEPT\n', false],
    ['-P FORWARD ACCEPT\n-A FORWARD -j DOCKER-USER\n-A FORWARD -i eth0 -j DROP\n', false],
    ['-P FORWARD ACCEPT\n-A FORWARD -j REJECT --reject-with icmp-port-unreachable\n', true],
    ['-P FORWARD DROP\n-A FORWARD -j ACCEPT\n-A FORWARD -j DROP\n', false],
    ['-P INPUT DROP\n-P FORWARD ACCEPT\n-A INPUT -j DROP\n', false],
  ] as const) {
    assert.equal(forwardChainEnd(text)?.drops ?? null, expected, text);
  }
});
