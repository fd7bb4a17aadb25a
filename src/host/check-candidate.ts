import { findProgram } from './find-program.ts';
import { namelessFile } from './nameless-file.ts';
import { runProgram } from './run-program.ts';

/** How a program that takes a path is told of its standard input. */
const BY_PATH = '/proc/self/fd/0';

/** Gives a candidate to a checking program of this machine on standard input; never to a program of an image root. */
export async function checkCandidate(
  tool: string,
  args: readonly string[],
  candidate: Uint8Array,
): Promise<{ readonly ok: boolean; readonly says: string } | null> {
  const program = findProgram(tool);
  if (program === null) return null;
  // What is opened by a path must be a file: Node's pipes are sockets, which cannot be opened.
  using file = args.includes(BY_PATH) ? namelessFile(candidate) : null;
  const given = file === null ? { input: candidate } : { stdin: file.fd };
  const { status, stdout, stderr } = await runProgram(program, args, given);
  return { ok: status === 0, says: `${stderr}${Buffer.from(stdout).toString('utf8')}`.trim() };
}
