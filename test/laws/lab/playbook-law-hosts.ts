import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readSelection } from '../../../src/cli/selection.ts';
import { takeSnapshot } from '../../../src/cli/take-snapshot.ts';
import type { Selection } from '../../../src/engine/selection.ts';
import { loadSnapshot } from '../../../src/host/load-snapshot.ts';
import { createSnapshotHost } from '../../../src/host/snapshot-host.ts';
import type { HostReader } from '../../../src/model/host.ts';
import type { Path } from '../../../src/model/path.ts';
import type { Playbook } from '../../../src/model/playbook.ts';
import { Refused } from '../../../src/model/refusal.ts';
import { hosts } from '../snapshot-hosts.ts';

export interface CapturedCase {
  readonly name: string;
  readonly base: HostReader;
  /** All playbooks with the host's own parameters, and everything allowed. */
  readonly selection: Selection;
}

const SNAPSHOTS = join(import.meta.dirname, '../../../snapshots');

/** Every captured host there is: the lab's, and captures of the small ones in memory. */
export async function capturedCases(all: readonly Playbook[]): Promise<readonly CapturedCase[]> {
  const places = existsSync(SNAPSHOTS) ? readdirSync(SNAPSHOTS, { withFileTypes: true }) : [];
  const named: (readonly [string, HostReader])[] = places
    .filter((place) => place.isDirectory())
    .map(({ name }) => [name, loadSnapshot(join(SNAPSHOTS, name) as Path)]);
  for (const [name, make] of Object.entries(hosts)) {
    named.push([name, createSnapshotHost(await takeSnapshot(make(), all))]);
  }
  return Promise.all(
    named.map(async ([name, base]) => ({ name, base, selection: await selectionOn(base, all) })),
  );
}

async function selectionOn(base: HostReader, playbooks: readonly Playbook[]): Promise<Selection> {
  const more = {
    playbooks,
    allow: [
      'remove-invoking-user',
      'restart-docker',
      'restart-services',
      'best-effort-undo',
      'one-way',
    ] as const,
    today: '2026-01-02',
  };
  try {
    return { ...(await readSelection(playbooks, base, [], {})).selection, ...more };
  } catch (error) {
    // A policy that cannot be read is one more thing that hosts have.
    if (error instanceof Refused) return { profile: 'strict', params: {}, waivers: [], ...more };
    throw error;
  }
}
