import { readFileSync } from 'node:fs';
import type { LoginSession } from '../model/wait.ts';
import { needProgram } from './find-program.ts';
import { runProgram } from './run-program.ts';

/**
 * The login session that this process is in, as systemd has it: PID 1 put the process into the session's scope when
 * the login came (pam_systemd(8)), and says when that was. sudo and su stay in it, and so does whatever was left
 * running in it, such as tmux: attaching to that proves no login. Null outside of any.
 */
export async function loginSession(): Promise<LoginSession | null> {
  const scope = /\/(session-[^/\n]+\.scope)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1];
  if (scope === undefined) return null;
  const systemctl = needProgram('systemctl', 'systemd', 'see when this login began');
  const asked = ['show', '--property=ActiveEnterTimestampMonotonic', '--value', '--', scope];
  const { stdout } = await runProgram(systemctl, asked);
  const microseconds = Number(Buffer.from(stdout).toString('utf8').trim());
  // 0 for a scope that systemd does not know as active.
  return microseconds > 0 ? { name: scope, sinceMs: microseconds / 1000 } : null;
}
