import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { SshConnection } from '../model/observation.ts';
import { errnoOf } from './system-error.ts';

/**
 * Of the nearest process above this one that has it in its environment (ssh(1), SSH_CONNECTION): sudo takes it away,
 * the shell that sudo was called from still has it.
 */
export function sshConnection(): SshConnection | null {
  for (let pid = 'self'; pid !== '0' && pid !== ''; pid = parentOf(pid)) {
    const said = /(?:^|\0)SSH_CONNECTION=(\S+) \d+ (\S+) (\d+)(?:\0|$)/.exec(textOf(pid, 'environ'));
    if (said === null) continue;
    const [, from = '', to = '', port] = said;
    // A link-local address has its interface behind it, and cannot be tried anywhere else.
    return [from, to].every((address) => isIP(address) !== 0 && !address.includes('%'))
      ? { from, to, port: Number(port) }
      : null;
  }
  return null;
}

function parentOf(pid: string): string {
  return /^PPid:\s+(\d+)$/m.exec(textOf(pid, 'status'))?.[1] ?? '';
}

/** Empty for a process that has ended, or is not ours to look into. */
function textOf(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(errnoOf(error) ?? '')) return '';
    throw error;
  }
}
