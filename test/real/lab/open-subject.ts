import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSnapshot } from '../../../src/host/load-snapshot.ts';
import type { Path } from '../../../src/model/path.ts';
import { captureInside } from './capture-inside.ts';
import { containerHost } from './container-host.ts';
import type { Holdfast } from './holdfast.ts';
import type { LabHost } from './lab-host.ts';
import type { LabSubject } from './lab-subject.ts';
import { labTools } from './lab-tools.ts';
import { manifest } from './manifest.ts';
import { preparedRoot } from './prepared-root.ts';
import type { RunningHost } from './running-host.ts';
import { toolDisagreements } from './tool-disagreements.ts';
import { virtualMachine } from './virtual-machine.ts';
import { workloadProbe } from './workload-probe.ts';

/**
 * With the host's own policy and, where it does not wait for people, who confirms what could cut somebody off, and that
 * services and packages may go.
 */
const TOOL = `
  policy=/run/holdfast-lab.ini
  { cat /etc/holdfast/policy.ini 2> /dev/null; printf '\\n[run]\\nallow = best-effort-undo\\nconfirm = probes\\nprobe = /bin/true\\n'; } > $policy
  exec /opt/lab/node /opt/lab/holdfast.cjs "$@" --policy $policy
`;

/** Makes a named host, on the least that it can be shown on unless told otherwise; gone when disposed of. */
export async function openSubject(
  host: LabHost,
  holdfast: Holdfast,
  on: LabHost['on'] = host.on,
): Promise<LabSubject & AsyncDisposable> {
  if (on === 'image') return image(host, holdfast);
  if (on === 'container') {
    const container = await containerHost(host);
    return running(container, async () => (host.docker === true ? workloadProbe(container) : []));
  }
  await using made = new AsyncDisposableStack();
  const tools = made.use(await labTools());
  const machine = made.use(await virtualMachine(host, tools.path));
  const kept = made.move();
  return {
    ...running(machine, async () => []),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

function image(host: LabHost, holdfast: Holdfast): LabSubject & AsyncDisposable {
  const root = preparedRoot(host);
  return {
    holdfast: async (...args) => holdfast.run(...args, '--root', root.path),
    look: async () => manifest(root.path),
    probe: async () => [],
    reboot: async () => undefined,
    disagreements: async () => [],
    [Symbol.asyncDispose]: async () => root[Symbol.dispose](),
  };
}

function running(host: RunningHost, probe: LabSubject['probe']): LabSubject & AsyncDisposable {
  return {
    holdfast: async (...args) => host.run('/bin/sh', '-uc', TOOL, 'sh', ...args),
    look: () => host.look(),
    probe,
    reboot: () => host.reboot(),
    async disagreements() {
      const place = mkdtempSync(join(tmpdir(), 'holdfast-captured-'));
      try {
        const captured = join(place, 'it') as Path;
        await captureInside(host, captured);
        return await toolDisagreements(host, loadSnapshot(captured));
      } finally {
        rmSync(place, { recursive: true });
      }
    },
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}
