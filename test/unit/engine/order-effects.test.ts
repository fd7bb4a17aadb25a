import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orderEffects } from '../../../src/engine/order-effects.ts';
import type { Effect } from '../../../src/model/effect.ts';

const RELOAD = { do: 'daemon-reload' } as const;
const reload = (unit: string): Effect => ({ do: 'reload', unit });
const hangup = (unit: string): Effect => ({ do: 'hangup', unit });
const restart = (unit: string): Effect => ({ do: 'restart', unit });

test('each once, in one order', () => {
  const table: readonly (readonly [readonly Effect[], readonly Effect[]])[] = [
    [[], []],
    [[RELOAD, RELOAD], [RELOAD]],
    [
      [restart('a'), RELOAD],
      [RELOAD, restart('a')],
    ],
    [[reload('a'), restart('a'), reload('a')], [restart('a')]],
    [[restart('a'), hangup('a')], [restart('a')]],
    [
      [restart('b'), reload('c'), hangup('a'), RELOAD],
      [RELOAD, hangup('a'), reload('c'), restart('b')],
    ],
    [
      [restart('b'), reload('a'), reload('a'), restart('c'), RELOAD],
      [RELOAD, reload('a'), restart('b'), restart('c')],
    ],
  ];
  for (const [given, ordered] of table) assert.deepEqual(orderEffects(given), ordered);
});
