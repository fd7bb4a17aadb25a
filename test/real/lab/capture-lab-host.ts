import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSnapshot } from '../../../src/host/parse-snapshot.ts';
import { printSnapshot } from '../../../src/host/print-snapshot.ts';
import { captureInside } from './capture-inside.ts';
import { containerHost } from './container-host.ts';
import type { LabHost } from './lab-host.ts';
import { labTools } from './lab-tools.ts';
import { preparedRoot } from './prepared-root.ts';
import { runTool } from './run-tool.ts';
import { settledSnapshot } from './settled-snapshot.ts';
import { virtualMachine } from './virtual-machine.ts';

/** Makes the host, boots it where that is the least it is shown on, and writes its capture into a directory that takes its place. */
export async function captureLabHost(name: string, host: LabHost, directory: string): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-captured-'));
  const captured = join(place, 'it');
  try {
    await capture(host, captured);
    const described = join(captured, 'host.json');
    const settled = settledSnapshot(parseSnapshot(readFileSync(described, 'utf8')), name);
    writeFileSync(described, printSnapshot({ ...settled, contents: new Map() }));
    rmSync(directory, { recursive: true, force: true });
    runTool('cp', ['-R', captured, directory]);
  } finally {
    rmSync(place, { recursive: true });
  }
}

async function capture(host: LabHost, to: string): Promise<void> {
  using tools = await labTools();
  if (host.on === 'image') {
    using root = preparedRoot(host);
    runTool(`${tools.path}/node`, [`${tools.path}/holdfast.cjs`, 'capture', to, '--root', root.path]);
  } else if (host.on === 'machine') {
    await using machine = await virtualMachine(host, tools.path);
    await captureInside(machine, to);
  } else {
    await using container = await containerHost(host);
    await captureInside(container, to);
  }
}
