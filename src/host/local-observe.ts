import { readdirSync, readFileSync } from 'node:fs';
import { env, pid } from 'node:process';
import { hostPath } from '../formats/host-path.ts';
import type { Invoker, Observation, ObservedProcess } from '../model/observation.ts';
import { Refused } from '../model/refusal.ts';
import { inOneLine } from './in-one-line.ts';
import { observedSockets } from './observed-sockets.ts';
import { runProgram } from './run-program.ts';
import { sshConnection } from './ssh-connection.ts';
import { errnoOf } from './system-error.ts';

/** The kernel's word for "nobody logged in": (uid_t) -1. */
const NOBODY = 4294967295;

/** Looks at the running system; nothing here can be undone because nothing is done. */
export async function observeLocal(what: Observation): Promise<Uint8Array> {
  switch (what.type) {
    case 'proc':
      return readProc(what.path);
    case 'processes':
      return Buffer.from(JSON.stringify(processes()));
    case 'invoker':
      return Buffer.from(JSON.stringify(invoker()));
    case 'ssh-connection':
      return Buffer.from(JSON.stringify(sshConnection()));
    case 'sockets':
      return Buffer.from(JSON.stringify(observedSockets()));
    case 'command': {
      const [file, ...args] = what.argv;
      const { status, stdout, stderr } = await runProgram(file, args);
      if (status === 0) return stdout;
      const why = inOneLine(stderr) || `it ended with status ${status}`;
      throw new Refused({ code: 'command-failed', args: { command: what.argv.join(' '), why } });
    }
  }
}

function readProc(path: string): Uint8Array {
  if (hostPath.components(`/${path}`).includes('..'))
    throw new Refused({ code: 'not-observable', args: { what: path } });
  try {
    return readFileSync(`/proc/${path}`);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === null) throw error;
    if (errno === 'EACCES' || errno === 'EPERM')
      throw new Refused({ code: 'not-root', args: { path: `/proc/${path}` } });
    throw new Refused(
      { code: 'not-observable', args: { what: `/proc/${path}: ${errno}` } },
      { cause: error },
    );
  }
}

/** All but the one that looks. A process may end between the listing and the look: it is then simply not there. */
function processes(): ObservedProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== pid)
    .flatMap((name) => {
      const status = textOfProcess(name, 'status');
      const uid = Number(/^Uid:\s+\d+\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN);
      if (Number.isNaN(uid)) return [];
      const gid = Number(/^Gid:\s+\d+\s+(\d+)/m.exec(status)?.[1]);
      const others = (/^Groups:(.*)$/m.exec(status)?.[1] ?? '').match(/\d+/g) ?? [];
      const gids = [...new Set([gid, ...others.map(Number)])];
      // Anybody can write what they like into their own command line; only root's is believed.
      const argv = uid === 0 ? textOfProcess(name, 'cmdline').split('\0').slice(0, -1) : [];
      // Threads of the kernel are root's and have none: there are many, and they come and go.
      return uid === 0 && argv.length === 0 ? [] : [{ pid: Number(name), uid, gids, argv }];
    });
}

function textOfProcess(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES'].includes(errnoOf(error) ?? '')) return '';
    throw error;
  }
}

/** The login uid outlives su and sudo and cannot be set by a user (PAM's pam_loginuid sets it); sudo's own word is the second best. */
function invoker(): Invoker | null {
  const login = Number(textOfProcess('self', 'loginuid') || NOBODY);
  if (login !== NOBODY) return { uid: login };
  return /^\d+$/.test(env.SUDO_UID ?? '') ? { uid: Number(env.SUDO_UID) } : null;
}
