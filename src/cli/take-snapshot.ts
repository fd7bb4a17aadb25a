import { planArming } from '../engine/boot-unit.ts';
import { planFirstBoot } from '../engine/first-boot.ts';
import { makePlan } from '../engine/make-plan.ts';
import type { Selection } from '../engine/selection.ts';
import { hostPath } from '../formats/host-path.ts';
import { createCapturingHost } from '../host/capture-host.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Playbook } from '../model/playbook.ts';
import { Refused } from '../model/refusal.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { readSelection } from './selection.ts';
import { VERSION } from './version.ts';

/** What makes a capture worth reading, and what most playbooks to come will ask for. */
const BASIC: readonly Path[] = [
  '/etc/os-release',
  '/etc/passwd',
  '/etc/group',
  '/etc/nsswitch.conf',
  '/etc/hostname',
  '/etc/fstab',
];

/**
 * Looks at a host as scans and plans would, by every playbook there is, each by itself and all together: what a
 * plan looks at depends on what the others change. What the host refuses meanwhile it will refuse there too.
 */
export async function takeSnapshot(reader: HostReader, catalogue: readonly Playbook[]): Promise<Snapshot> {
  const { host, snapshot } = createCapturingHost(reader);
  for (const path of BASIC) await tolerating(() => host.read(path));
  await tolerating(() => host.observe({ type: 'proc', path: 'self/mountinfo' }));
  const selection = await selectionFor(host, catalogue);
  for (const playbooks of [...catalogue.map((playbook) => [playbook]), catalogue]) {
    await tolerating(() => lookAsApplyDoes(host, { ...selection, playbooks }));
  }
  return snapshot();
}

/** Besides what a plan asks: the units of a run, and the directories whose time comes back with their names. */
async function lookAsApplyDoes(host: HostReader, selection: Selection): Promise<void> {
  const { plan } = await makePlan(host, selection, VERSION);
  const arming = await planArming(host, '/');
  const firstBoot = await planFirstBoot(
    host,
    hostPath.join(host.identity.root as Path, 'runs'),
    '000001',
    [],
  );
  const changed = plan.changes.filter(({ kind }) => kind === 'entry').map(({ key }) => key as Path);
  const made = [arming, firstBoot].flatMap((armed) =>
    armed === null ? [] : [armed.unit, armed.link, ...armed.directories.map(({ path }) => path)],
  );
  for (const path of [...changed, ...made]) {
    await host.entry(path);
    await host.entry(hostPath.parent(path));
  }
}

/** A policy that cannot be read is in the capture as it is; its playbooks are then asked with their defaults. */
async function selectionFor(host: HostReader, catalogue: readonly Playbook[]): Promise<Selection> {
  const read = await tolerating(() => readSelection(catalogue, host, [], {}));
  if (read !== null) return read.selection;
  return {
    playbooks: catalogue,
    profile: 'container-host',
    params: {},
    allow: [],
    waivers: [],
    today: '1970-01-01',
  };
}

async function tolerating<T>(look: () => Promise<T>): Promise<T | null> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
