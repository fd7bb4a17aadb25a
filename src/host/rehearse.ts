import { encodeHostText } from '../formats/host-text.ts';
import type { LaidEntry, Rehearsed } from '../model/host.ts';
import { Refused } from '../model/refusal.ts';
import { needProgram } from './find-program.ts';
import { inOneLine } from './in-one-line.ts';
import { REHEARSAL_BEGINS, rehearsalScript } from './rehearsal-script.ts';
import { runProgram } from './run-program.ts';

/**
 * unshare(1): mounts, processes and a network of its own. When the program ends or is killed the kernel takes all three
 * away, with whatever was started, mounted or written in them.
 */
const APART = [
  '--mount',
  '--propagation',
  'private',
  '--net',
  '--pid',
  '--fork',
  '--kill-child',
  '--mount-proc',
];

/** HostReader.rehearse on the running machine. Only root can: for anybody else there is nothing to try. */
export async function rehearse(script: string, laid: readonly LaidEntry[] = []): Promise<Rehearsed | null> {
  if (process.getuid?.() !== 0) return null;
  const unshare = needProgram('unshare', 'util-linux', 'try a change before it is made');
  const input = encodeHostText(rehearsalScript(script, laid));
  const { status, stdout, stderr } = await runProgram(unshare, [...APART, '/bin/sh', '-eus'], { input });
  const said = Buffer.from(stdout).toString('utf8');
  if (!said.startsWith(REHEARSAL_BEGINS)) {
    throw new Refused({ code: 'command-failed', args: { command: 'unshare', why: inOneLine(stderr) } });
  }
  return { status, stdout: said.slice(REHEARSAL_BEGINS.length), stderr };
}
