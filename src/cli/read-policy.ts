import { resolve } from 'node:path';
import { decodeHostText } from '../formats/host-text.ts';
import { createLocalHost } from '../host/local-host.ts';
import { createReadOnlyHost } from '../host/read-only-host.ts';
import { userFile } from '../host/user-file.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Policy } from '../model/policy.ts';
import { Refused } from '../model/refusal.ts';
import { parsePolicy } from '../policy/parse-policy.ts';
import { safePolicyPath } from './safe-policy-path.ts';

const POLICY: Path = '/etc/holdfast/policy.ini';

/**
 * The policy of --policy, or the host's own. With `mustBeSafe`, one that others than root could have written is
 * refused: what root does by it, they would do.
 */
export async function readPolicy(
  catalogue: readonly Playbook[],
  reader: HostReader,
  given: string | undefined,
  mustBeSafe: boolean,
): Promise<Policy> {
  const content =
    given === undefined ? await readHostPolicy(reader, mustBeSafe) : await readNamedPolicy(given, mustBeSafe);
  return parsePolicy(content === null ? '' : decodeHostText(content), given ?? POLICY, catalogue);
}

async function readHostPolicy(reader: HostReader, mustBeSafe: boolean): Promise<Uint8Array | null> {
  if (!mustBeSafe) return reader.read(POLICY);
  const path = await safePolicyPath(reader, POLICY);
  return path === null ? null : reader.read(path);
}

async function readNamedPolicy(given: string, mustBeSafe: boolean): Promise<Uint8Array> {
  const path = mustBeSafe ? await safePolicyPath(thisMachine(), resolve(given) as Path) : given;
  const content = path === null ? null : userFile.read(path);
  if (content !== null) return content;
  throw new Refused({ code: 'policy', args: { path: given, line: 0, why: 'there is no such file' } });
}

function thisMachine(): HostReader {
  return createReadOnlyHost(createLocalHost({ root: '/', stateDir: null }));
}
