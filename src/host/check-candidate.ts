import { findProgram } from './find-program.ts';
import { runProgram } from './run-program.ts';

/** Gives a candidate to a checking program of this machine on standard input; never to a program of an image root. */
export async function checkCandidate(
  tool: string,
  args: readonly string[],
  candidate: Uint8Array,
): Promise<{ readonly ok: boolean; readonly says: string } | null> {
  const program = findProgram(tool);
  if (program === null) return null;
  const { status, stdout, stderr } = await runProgram(program, args, { input: candidate });
  return { ok: status === 0, says: `${stderr}${Buffer.from(stdout).toString('utf8')}`.trim() };
}
