import type { HostReader } from '../model/host.ts';
import type { Playbook } from '../model/playbook.ts';
import { factsOf } from './facts-of.ts';
import { paramsOf } from './params-of.ts';
import { readFacts } from './read-facts.ts';

/** What a host has to choose from for a playbook's parameters, by parameter; nothing where it cannot be read. */
export async function paramChoices(
  host: HostReader,
  playbook: Playbook,
): Promise<{ readonly [param: string]: readonly string[] | undefined }> {
  const read = await factsOf(playbook, paramsOf(playbook, {}), readFacts(host));
  return 'refusal' in read ? {} : (playbook.choices?.(read) ?? {});
}
