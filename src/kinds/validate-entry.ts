import { decodeHostText } from '../formats/host-text.ts';
import type { Blobs } from '../model/blobs.ts';
import { Malformed } from '../model/format.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Refusal } from '../model/refusal.ts';
import type { EntryState } from './entry-state.ts';
import { ownChecks } from './own-checks.ts';

/** Real tools that check a candidate on standard input without touching anything. */
const tools: readonly { readonly fits: RegExp; readonly tool: string; readonly args: readonly string[] }[] = [
  { fits: /^\/etc\/rsyslog\.d\/.*\.conf$/, tool: 'rsyslogd', args: ['-N1', '-f', '/proc/self/fd/0'] },
  { fits: /^\/etc\/sudoers(\.d\/.*)?$/, tool: 'visudo', args: ['-c', '-f', '-'] },
];

/**
 * Whether a file may go live: our own parser must understand all of it, and the real tool, where one is here, must agree.
 * Where only its metadata changes, the tool is asked all the same: sudo reads a file whose mode is put right.
 */
export async function validateEntry(
  host: HostReader,
  path: Path,
  to: EntryState,
  blobs: Blobs,
  from: EntryState,
): Promise<Refusal | null> {
  if (to?.type !== 'file') return null;
  const content = blobs.get(to.content);
  const isNew = from?.type !== 'file' || from.content !== to.content;
  const check = isNew ? ownChecks.find(({ fits }) => fits.test(path)) : undefined;
  try {
    check?.parse(decodeHostText(content));
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { code: 'candidate-invalid', args: { path, validator: 'holdfast', why: error.message } };
  }
  for (const { fits, tool, args } of tools) {
    if (!fits.test(path)) continue;
    const answer = await host.checkCandidate(tool, args, content);
    if (answer !== null && !answer.ok) {
      return { code: 'candidate-invalid', args: { path, validator: tool, why: answer.says } };
    }
  }
  return null;
}
