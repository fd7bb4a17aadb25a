import type { Selection } from '../engine/selection.ts';
import { decodeHostText } from '../formats/host-text.ts';
import { userFile } from '../host/user-file.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Playbook, Profile } from '../model/playbook.ts';
import type { Policy } from '../model/policy.ts';
import { Refused } from '../model/refusal.ts';
import { parsePolicy } from '../policy/parse-policy.ts';
import { selectPlaybooks } from '../policy/select-playbooks.ts';
import type { Options } from './options.ts';

const POLICY: Path = '/etc/holdfast/policy.ini';
/** Where dockerd is when Docker is installed, by Debian, by Docker itself, by hand or as a snap. */
const DOCKER: readonly Path[] = [
  '/usr/sbin/dockerd',
  '/usr/bin/dockerd',
  '/usr/local/bin/dockerd',
  '/snap/bin/dockerd',
];

/** What the command line and the policy ask for together. The command line wins. */
export async function readSelection(
  catalogue: readonly Playbook[],
  reader: HostReader,
  ids: readonly string[],
  options: Pick<Options, 'policy' | 'profile'>,
): Promise<{ readonly selection: Selection; readonly policy: Policy }> {
  const policy = await readPolicy(catalogue, reader, options.policy);
  const profile = options.profile ?? policy.profile ?? (await usualProfile(reader));
  return {
    policy,
    selection: {
      playbooks: selectPlaybooks(catalogue, ids, profile),
      profile,
      params: policy.params,
      allow: policy.run.allow,
      waivers: policy.waivers,
      today: new Date().toISOString().slice(0, 10),
    },
  };
}

async function readPolicy(
  catalogue: readonly Playbook[],
  reader: HostReader,
  given: string | undefined,
): Promise<Policy> {
  const content = given === undefined ? await reader.read(POLICY) : userFile.read(given);
  if (content === null && given !== undefined) {
    throw new Refused({ code: 'policy', args: { path: given, line: 1, why: 'there is no such file' } });
  }
  return parsePolicy(content === null ? '' : decodeHostText(content), given ?? POLICY, catalogue);
}

async function usualProfile(reader: HostReader): Promise<Profile> {
  for (const path of DOCKER) if ((await reader.resolve(path)) !== null) return 'container-host';
  return 'baseline';
}
