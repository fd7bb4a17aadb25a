import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadSnapshot } from '../../src/host/load-snapshot.ts';
import { createOverlayHost } from '../../src/host/overlay-host.ts';
import type { Path } from '../../src/model/path.ts';
import { bytesOf, fileEntry } from '../laws/lab/tree.ts';
import host from './hosts/docker-12.ts';
import { captureInside } from './lab/capture-inside.ts';
import { containerHost } from './lab/container-host.ts';
import { toolDisagreements } from './lab/tool-disagreements.ts';

test('what we make of files that the host does not have is not what its tools say', async () => {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-captured-'));
  try {
    const { docker: _, ...quiet } = host;
    await using container = await containerHost(quiet);
    const captured: Path = `${place as Path}/it`;
    await captureInside(container, captured);
    const reader = loadSnapshot(captured);
    assert.deepEqual(await toolDisagreements(container, reader), []);

    const other = createOverlayHost(reader);
    const put = (path: Path, text: string, mode: number) =>
      other.putEntry(path, fileEntry(text, { mode }), bytesOf(text));
    await put('/etc/sysctl.d/60-other.conf', '', 0o644);
    await put('/etc/ssh/sshd_config.d/60-other.conf', 'Match User ci\nPasswordAuthentication no\n', 0o644);
    await put('/etc/sudoers.d/other', 'ci ALL = ALL\n', 0o440);
    await other.putLive('kernel-setting', 'net/ipv4/conf/lo/send_redirects', '7');
    const said = await toolDisagreements(container, other);
    assert.deepEqual(
      said.map((line) => line.split(' ')[0]),
      ['systemd-analyze', 'sysctl', 'sudo', 'sshd'],
      said.join('\n'),
    );
  } finally {
    rmSync(place, { recursive: true });
  }
});
