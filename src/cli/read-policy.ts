import type { HostReader } from '../model/host.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Policy } from '../model/policy.ts';
import { parsePolicy } from '../policy/parse-policy.ts';
import { readPolicyFile } from './read-policy-file.ts';

/** The policy of --policy, or the host's own. */
export async function readPolicy(
  catalogue: readonly Playbook[],
  reader: HostReader,
  given: string | undefined,
  mustBeSafe: boolean,
): Promise<Policy> {
  const { name, text } = await readPolicyFile(reader, given, mustBeSafe);
  return parsePolicy(text, name, catalogue);
}
