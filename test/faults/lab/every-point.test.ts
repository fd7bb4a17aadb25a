import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { compareManifests } from '../../real/lab/compare-manifests.ts';
import { everyPoint, type Point, type Sweep } from './every-point.ts';
import type { Scenario, Settling } from './scenario.ts';
import { liveStage, rootStage } from './stage.ts';

/**
 * Stand-ins for the tool, as shell scripts: apply changes two files, recover puts them back when apply was
 * interrupted. They keep what recovery needs as the real one does, so the harness finds nothing.
 */
const STAND_IN = `
  set -eu
  root=\${2%/} state=\${2%/}/var/lib/holdfast
  write() { printf '%s\\n' "$2" > "$state/new"; chmod 640 "$state/new"; mv "$state/new" "$root/etc/$1"; }
  case $1 in
    apply)
      mkdir -p "$state"
      for name in a b; do cp -p "$root/etc/$name" "$state/$name"; done
      touch -r "$root/etc" "$state/stamp"
      mkdir "$state/intent"
      write a new-a
      write b new-b
      rmdir "$state/intent"
      ;;
    recover)
      [ -d "$state/intent" ] || exit 0
      for name in a b; do cp -p "$state/$name" "$state/old"; mv "$state/old" "$root/etc/$name"; done
      touch -r "$state/stamp" "$root/etc"
      rmdir "$state/intent"
      ;;
  esac
`;

let place: string;
before(() => {
  place = mkdtempSync(join(tmpdir(), 'holdfast-every-point-'));
});
after(() => {
  rmSync(place, { recursive: true });
});

/** A sweep over a stand-in that a replacement of its text may have broken. */
function sweepOf(what: Sweep['what'], from = '', to = ''): Sweep {
  assert.ok(STAND_IN.includes(from));
  const tool = join(place, 'tool');
  writeFileSync(tool, STAND_IN.replace(from, to));
  const scenario: Scenario = {
    name: 'two files',
    setUp: () =>
      rootStage({
        'etc/a': { text: 'old-a\n', mode: 0o600 },
        'etc/b': { text: 'old-b\n' },
        'var/lib': { mode: 0o755 },
      }),
    command: (stage) => ['sh', tool, 'apply', stage.root],
  };
  const settling: Settling = {
    name: 'recover',
    commands: (stage) => [['sh', tool, 'recover', stage.root]],
  };
  return { scenario, what, settling };
}

async function all(sweep: Sweep): Promise<Point[]> {
  const points: Point[] = [];
  for await (const point of everyPoint(sweep)) points.push(point);
  return points;
}

const troubles = (points: readonly Point[]) => points.filter(({ trouble }) => trouble !== null);

test('a sound tool comes through kills at every point', async () => {
  const points = await all(sweepOf('kill-tree'));
  assert.deepEqual(troubles(points), []);
  assert.ok(points.length > 20, String(points.length));
  assert.deepEqual(
    points.map(({ at }) => at),
    points.map((_, index) => index + 1),
  );
  assert.ok(
    points.some(({ left }) => left === 'mixed'),
    'no point was in the middle',
  );
  assert.equal(points.at(-1)?.left, 'after');
  assert.equal(points.at(-1)?.hit.call, 'rmdir');
});

test('its recovery comes through kills, too', async () => {
  const sweep = sweepOf('kill-tree');
  const middle = (await all(sweep)).find(({ left }) => left === 'mixed');
  assert.ok(middle !== undefined);
  const points = await all({ ...sweep, killedAt: middle.at });
  assert.deepEqual(troubles(points), []);
  assert.ok(points.length > 5, String(points.length));
  assert.ok(points.every(({ settled }) => settled === 'before'));
});

test('a child that dies alone, a parent that does, and failing calls are points like others', async () => {
  for (const what of ['kill-process', 'kill-first', 'error=EIO', 'errors=ENOSPC', 'short'] as const) {
    const points = await all(sweepOf(what));
    assert.deepEqual(troubles(points), [], what);
    assert.ok(points.length > 1, what);
  }
});

test('a tool that writes in place is found out', async () => {
  const points = await all(
    sweepOf('kill-tree', 'mkdir "$state/intent"', 'echo > "$root/etc/b"; mkdir "$state/intent"'),
  );
  const [found] = troubles(points);
  assert.match(found?.trouble ?? '', /mixed:\nfrom before:\n\/etc\/b: size: 6 -> 0/);
});

test('a tool that forgets a time is found out', async () => {
  const points = await all(sweepOf('kill-tree', 'touch -r "$state/stamp" "$root/etc"', ''));
  assert.match(troubles(points)[0]?.trouble ?? '', /\/etc: mtime/);
});

test('a tool that swallows an error is found out', async () => {
  const points = await all(sweepOf('error=ENOSPC', 'write a new-a', 'write a new-a || true'));
  assert.match(troubles(points)[0]?.trouble ?? '', /ended with 0 and left the host/);
});

test('a tool that cannot recover is found out', async () => {
  const points = await all(sweepOf('kill-tree', 'recover)', 'recover) exit 5;'));
  assert.match(troubles(points)[0]?.trouble ?? '', /recover .*: 5/);
});

test('kernel settings are positions, too', async () => {
  const key = 'net/ipv4/conf/lab0.5/send_redirects';
  const scenario: Scenario = {
    name: 'kernel setting',
    setUp: liveStage,
    command: () => ['/bin/sh', '-c', `echo 0 > /proc/sys/${key}; echo x > /etc/lab`],
  };
  const points = await all({ scenario, what: 'kill-tree', settling: { name: 'none', commands: () => [] } });
  assert.deepEqual(
    points.map(({ hit, settled }) => [hit.call, settled]),
    [
      ['openat', 'before'],
      ['write', 'before'],
      ['openat', 'mixed'],
      ['write', 'mixed'],
    ],
  );
  assert.match(points[2]?.trouble ?? '', /live: sysctl net\.ipv4\.conf\.lab0\/5\.send_redirects: 1 -> 0/);
});

test('a disk can be really full', async () => {
  await using stage = await rootStage({ 'etc/a': { text: 'old\n' } }, '1M');
  const before = stage.look();
  assert.throws(() => writeFileSync(join(stage.outside, 'filler'), Buffer.alloc(1 << 21)), {
    code: 'ENOSPC',
  });
  assert.deepEqual(
    compareManifests(before, stage.look()).map(({ path, field }) => `${path} ${field}`),
    ['/ mtime', '/filler entry'],
  );
});
