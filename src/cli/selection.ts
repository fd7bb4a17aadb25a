import type { Selection } from '../engine/selection.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Playbook, Profile } from '../model/playbook.ts';
import type { Policy } from '../model/policy.ts';
import { Refused } from '../model/refusal.ts';
import { selectPlaybooks } from '../policy/select-playbooks.ts';
import type { Options } from './options.ts';
import { readPolicy } from './read-policy.ts';
import { selectionOf } from './selection-of.ts';

/** Where dockerd is when Docker is installed, by Debian, by Docker itself, by hand or as a snap. */
const DOCKER: readonly Path[] = [
  '/usr/sbin/dockerd',
  '/usr/bin/dockerd',
  '/usr/local/bin/dockerd',
  '/snap/bin/dockerd',
];

/** What the command line and the policy ask for together. The command line wins. `mustBeSafe` is said of the policy. */
export async function readSelection(
  catalogue: readonly Playbook[],
  reader: HostReader,
  ids: readonly string[],
  options: Pick<Options, 'policy' | 'profile'>,
  mustBeSafe = false,
): Promise<{ readonly selection: Selection; readonly policy: Policy }> {
  const policy = await readPolicy(catalogue, reader, options.policy, mustBeSafe);
  const profile = options.profile ?? policy.profile ?? (await usualProfile(reader));
  return {
    policy,
    selection: selectionOf(policy, selectPlaybooks(catalogue, ids, profile, policy.skip), profile),
  };
}

async function usualProfile(reader: HostReader): Promise<Profile> {
  for (const path of DOCKER) if (await isThere(reader, path)) return 'container-host';
  return 'baseline';
}

/** What cannot be looked at is not absent: a broken link to dockerd must not take the container playbooks away. */
async function isThere(reader: HostReader, path: Path): Promise<boolean> {
  try {
    return (await reader.resolve(path)) !== null;
  } catch (error) {
    if (error instanceof Refused) return true;
    throw error;
  }
}
