import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { unitAtBoot } from '../../src/facts/unit-at-boot.ts';
import { createRootedHost } from '../../src/host/rooted-host.ts';
import type { Path } from '../../src/model/path.ts';
import { readFacts } from '../cases/read-facts.ts';
import { runTool } from './lab/run-tool.ts';

const root = mkdtempSync(join(tmpdir(), 'holdfast-at-boot-'));
after(() => rmSync(root, { recursive: true }));
const UNITS = join(root, 'usr/lib/systemd/system');
const OWN = join(root, 'etc/systemd/system');

const systemctl = (...args: readonly string[]) =>
  runTool('systemctl', [`--root=${root}`, ...args]).toString();

async function look(name: string) {
  const host = createRootedHost({ root: root as Path, stateDir: null });
  const { unit } = await readFacts(host, { unit: unitAtBoot(name) });
  assert.ok(unit, name);
  return unit;
}

test('enabling, disabling and masking are what systemctl makes of them', async () => {
  mkdirSync(UNITS, { recursive: true });
  mkdirSync(OWN, { recursive: true });
  const write = (name: string, install: string) =>
    writeFileSync(join(UNITS, name), `[Timer]\nOnCalendar=6:00\n[Install]\n${install}`);
  write('a.timer', 'WantedBy=timers.target\n');
  write('b.timer', 'WantedBy=timers.target other.target\nRequiredBy=third.target\n');
  write('c.timer', '');

  for (const name of ['a.timer', 'b.timer']) {
    const before = await look(name);
    assert.deepEqual(before.links, []);
    systemctl('enable', name);
    const made = readdirSync(OWN, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith(`/${name}`))
      .map((path) => `/etc/systemd/system/${path}`);
    assert.deepEqual(before.installs.toSorted(), made.sort());
    for (const link of made) assert.equal(readlinkSync(join(root, link)), before.fragment);
    assert.deepEqual((await look(name)).links.toSorted(), made);
    systemctl('disable', name);
    assert.deepEqual((await look(name)).links, []);
  }
  assert.deepEqual((await look('c.timer')).installs, []);
  systemctl('mask', 'a.timer');
  assert.equal((await look('a.timer')).isMasked, true);
});
