import { resolve } from 'node:path';
import { decodeHostText } from '../formats/host-text.ts';
import { createLocalHost } from '../host/local-host.ts';
import { createReadOnlyHost } from '../host/read-only-host.ts';
import { userFile } from '../host/user-file.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import { safePolicyPath } from './safe-policy-path.ts';

const POLICY: Path = '/etc/holdfast/policy.ini';

export interface PolicyFile {
  /** As it was named; what is said of it names it so. */
  readonly name: string;
  /** Where it is, or would be, on the host, or on this machine if it was named; links are followed where it must be safe. */
  readonly path: Path;
  /** Empty where there is none. */
  readonly text: string;
}

/**
 * The file of --policy, or the host's own. With `mustBeSafe`, one that others than root could have written is
 * refused: what root does by it, they would do. `isWritten`: it will be added to, or made.
 */
export async function readPolicyFile(
  reader: HostReader,
  given: string | undefined,
  mustBeSafe: boolean,
  isWritten = false,
): Promise<PolicyFile> {
  return given === undefined
    ? readHostPolicy(reader, mustBeSafe, isWritten)
    : readNamedPolicy(given, mustBeSafe);
}

async function readHostPolicy(
  reader: HostReader,
  mustBeSafe: boolean,
  isWritten: boolean,
): Promise<PolicyFile> {
  const path = mustBeSafe ? await safePolicyPath(reader, POLICY, isWritten) : POLICY;
  const content = path === null ? null : await reader.read(path);
  return { name: POLICY, path: path ?? POLICY, text: content === null ? '' : decodeHostText(content) };
}

async function readNamedPolicy(given: string, mustBeSafe: boolean): Promise<PolicyFile> {
  const named = resolve(given) as Path;
  const path = mustBeSafe ? await safePolicyPath(thisMachine(), named) : named;
  const content = path === null ? null : userFile.read(path);
  if (path === null || content === null) {
    throw new Refused({ code: 'policy', args: { path: given, line: 0, why: 'there is no such file' } });
  }
  return { name: given, path, text: decodeHostText(content) };
}

function thisMachine(): HostReader {
  return createReadOnlyHost(createLocalHost({ root: '/', stateDir: null }));
}
