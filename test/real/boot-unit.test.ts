import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { planArming } from '../../src/engine/boot-unit.ts';
import { createMemoryHost } from '../../src/host/memory-host.ts';

const NOBODY = 65534;

async function written(folder: string, act: (unit: string, place: string) => void): Promise<void> {
  const host = createMemoryHost({ entries: { '/run/systemd/system': { directory: true } } });
  const arming = await planArming(host, folder);
  const place = mkdtempSync(join(tmpdir(), 'holdfast-boot-unit-'));
  try {
    chmodSync(place, 0o755);
    writeFileSync(join(place, 'holdfast-rescue.service'), arming?.text ?? '');
    act(join(place, 'holdfast-rescue.service'), place);
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** What systemd made of the unit; nothing is started. */
function dump(place: string): string {
  const run = join(place, 'run');
  mkdirSync(run, 0o700);
  chownSync(run, NOBODY, NOBODY);
  const user = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '/lib/systemd/systemd'];
  const { stdout } = spawnSync('setpriv', [...user, '--test', '--user', '--unit=holdfast-rescue.service'], {
    encoding: 'latin1',
    env: { HOME: place, XDG_RUNTIME_DIR: run, SYSTEMD_UNIT_PATH: `${place}:/usr/lib/systemd/user` },
  });
  return stdout;
}

test('systemd understands the unit, whatever the state directory is called', async () => {
  const folder = `/srv/hold fast/100% $HOME %h "it's" \\x;#/runs/000001`;
  await written(folder, (unit, place) => {
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', unit], {
      encoding: 'utf8',
    });
    assert.deepEqual([status, stdout, stderr], [0, '', '']);
    const read = dump(place);
    assert.ok(read.includes(`ConditionPathExists: ${folder}/rescue.sh `), read);
    assert.ok(read.includes(`RequiresMountsFor: ${folder} (`), read);
    // It shows arguments with escapes; the doubled `$` is for the moment of running.
    const shown = folder.replace(/["\\]/g, '\\$&').replace('$', '\\$\\$');
    assert.ok(read.includes(`Command Line: /bin/sh "${shown}/rescue.sh" --boot\n`), read);
  });
});

test('a name that no line can hold is only in the command', async () => {
  await written('/srv/a\nb\udcff/runs/000001', (unit, place) => {
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', unit], {
      encoding: 'utf8',
    });
    assert.deepEqual([status, stdout, stderr], [0, '', '']);
    assert.ok(dump(place).includes('Command Line: /bin/sh "/srv/a\\nb\\377/runs/000001/rescue.sh" --boot\n'));
  });
});
