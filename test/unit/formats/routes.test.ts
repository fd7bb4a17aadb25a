import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  advertisedInterfaces,
  defaultRouteInterfaces,
  moreRoutingTables,
} from '../../../src/formats/routes.ts';

const HEAD = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT   \n';
const route = (name: string, destination: string, flags: string, mask: string) =>
  `${name}\t${destination}\t0102000A\t${flags}\t0\t0\t0\t${mask}\t0\t0\t0   \n`;

test('default routes that are up, one interface each', () => {
  for (const [text, expected] of [
    ['', []],
    [HEAD, []],
    [HEAD + route('eth0', '00000000', '0003', '00000000'), ['eth0']],
    [HEAD + route('eth0', '0000000A', '0001', '000000FF'), []],
    // 0.0.0.0/1, by which VPNs take over, is a route to half of all, and no default.
    [HEAD + route('tun0', '00000000', '0001', '00000080'), []],
    [HEAD + route('lo', '00000000', '0201', '00000000'), []],
    [HEAD + route('eth0', '00000000', '0002', '00000000'), []],
    [
      HEAD +
        route('b', '00000000', '0003', '00000000').repeat(2) +
        route('a', '00000000', '0003', '00000000'),
      ['b', 'a'],
    ],
  ] as const) {
    assert.deepEqual(defaultRouteInterfaces(text), expected, text);
  }
});

const ANY = '0'.repeat(32);
const route6 = (length: string, flags: string, name: string) =>
  `${ANY} ${length} ${ANY} 00 ${ANY} 00000400 00000001 00000000 ${flags} ${name.padStart(8)}\n`;

test('routes from advertisements that the kernel took', () => {
  for (const [text, expected] of [
    ['', []],
    [route6('00', '00200200', 'lo') + route6('40', '00000001', 'eth0'), []],
    [route6('00', '00450003', 'eth0'), ['eth0']],
    [route6('40', '000c0001', 'eth1') + route6('00', '00450003', 'eth1'), ['eth1']],
    // What a person or a daemon has set has no such flag.
    [route6('00', '00000003', 'eth0'), []],
    [route6('00', '00040002', 'eth0'), []],
  ] as const) {
    assert.deepEqual(advertisedInterfaces(text), expected, text);
  }
});

test('routing tables with a number', () => {
  assert.deepEqual(moreRoutingTables('Main:\n  +-- 0.0.0.0/0 3 0 5\nLocal:\n     |-- 0.0.0.0\n'), []);
  assert.deepEqual(moreRoutingTables('Id 100:\n  +-- Id 7:\nMain:\nId 4294967295:\n'), [100, 4294967295]);
});
