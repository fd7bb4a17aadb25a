import { constants, readdirSync, readFileSync } from 'node:fs';
import { canonicalAuditRule } from '../formats/canonical-audit-rule.ts';
import { decodeHostText, encodeHostText } from '../formats/host-text.ts';
import type { Live, LiveKind, UnitState } from '../model/live.ts';
import { Refused } from '../model/refusal.ts';
import { below, LOOK, LOOK_ROOT, opened } from './descriptor.ts';
import { findProgram, needProgram } from './find-program.ts';
import { hostPath } from './host-path.ts';
import { writeAll } from './local-put.ts';
import { runProgram } from './run-program.ts';
import { errnoOf, orRefuse } from './system-error.ts';

interface LiveOf<K extends LiveKind> {
  read(key: string): Promise<Live[K] | null>;
  keys(pattern: string): Promise<readonly string[]>;
  put(key: string, state: Live[K] | null): Promise<void>;
}

/** Live state of the running system, by kind. */
export const localLive: { readonly [K in LiveKind]: LiveOf<K> } = {
  'kernel-setting': {
    read: async (key) => readSetting(key),
    keys: async (pattern) => settingKeys(pattern),
    async put(key, state) {
      if (state !== null) writeSetting(key, state);
    },
  },
  'audit-rule': {
    read: async (key) => ((await auditRules()).includes(key) ? true : null),
    keys: async () => auditRules(),
    put: putAuditRule,
  },
  unit: {
    read: unitState,
    keys: async () => [],
    put: putUnit,
  },
};

/** Components are opened one by one, as everywhere: a key with `..` in it leads nowhere. */
function openSetting(key: string, flags: number): ReturnType<typeof opened> | null {
  const names = hostPath.components(`/${key}`);
  const last = names.pop();
  if (last === undefined || [...names, last].some((name) => name === '.' || name === '..')) return null;
  const directories = [opened('/proc/sys', LOOK_ROOT)];
  try {
    for (const name of names) directories.push(opened(below(directories.at(-1)?.fd ?? -1, name), LOOK));
    return opened(below(directories.at(-1)?.fd ?? -1, last), flags | constants.O_NOFOLLOW);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return null;
    throw error;
  } finally {
    for (const directory of directories) directory[Symbol.dispose]();
  }
}

function readSetting(key: string): string | null {
  try {
    using file = openSetting(key, constants.O_RDONLY);
    return file === null ? null : decodeHostText(readFileSync(file.fd)).replace(/\n$/, '');
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'EACCES' || errno === 'EPERM')
      throw new Refused({ code: 'not-root', args: { path: `/proc/sys/${key}` } });
    if (errno === null) throw error;
    throw new Refused(
      { code: 'unreadable', args: { path: `/proc/sys/${key}`, why: errno } },
      { cause: error },
    );
  }
}

function writeSetting(key: string, value: string): void {
  orRefuse(`/proc/sys/${key}`, 'write', () => {
    using file = openSetting(key, constants.O_WRONLY);
    if (file === null)
      throw new Refused({ code: 'io', args: { path: `/proc/sys/${key}`, call: 'open', errno: 'ENOENT' } });
    writeAll(file.fd, encodeHostText(`${value}\n`));
  });
}

function settingKeys(pattern: string): readonly string[] {
  let found: string[] = [''];
  for (const part of pattern.split('/')) {
    found = found.flatMap((prefix) =>
      (part === '*' ? childrenOf(prefix) : [part]).map((name) => `${prefix}/${name}`),
    );
  }
  return found.map((key) => key.slice(1)).filter((key) => readable(key));
}

function childrenOf(prefix: string): readonly string[] {
  try {
    return readdirSync(`/proc/sys${prefix}`, { encoding: 'buffer' })
      .map((name) => decodeHostText(name))
      .sort();
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function readable(key: string): boolean {
  using file = openSetting(key, LOOK);
  return file !== null;
}

async function auditRules(): Promise<readonly string[]> {
  const auditctl = findProgram('auditctl');
  if (auditctl === null) return [];
  const { status, stdout, stderr } = await runProgram(auditctl, ['-l']);
  if (status !== 0)
    throw new Refused({ code: 'command-failed', args: { command: 'auditctl -l', why: stderr.trim() } });
  const lines = decodeHostText(stdout)
    .split('\n')
    .filter((line) => line !== '' && line !== 'No rules');
  return lines.map(canonicalAuditRule);
}

/** One rule in or out by itself: never -D, which would take other hands' rules along. */
async function putAuditRule(rule: string, state: true | null): Promise<void> {
  if ((await auditRules()).includes(rule) === (state !== null)) return;
  const auditctl = needProgram('auditctl', 'auditd', 'load audit rules');
  const words = rule.split(' ');
  const args =
    state === null
      ? words.map((word, i) => (i === 0 ? word.replace('-a', '-d').replace('-w', '-W') : word))
      : words;
  const { status, stderr, stdout } = await runProgram(auditctl, args);
  if (status !== 0) {
    const why = (stderr.trim() === '' ? Buffer.from(stdout).toString('utf8') : stderr).trim();
    throw new Refused({ code: 'command-failed', args: { command: ['auditctl', ...args].join(' '), why } });
  }
}

async function unitState(unit: string): Promise<UnitState | null> {
  const systemctl = findProgram('systemctl');
  if (systemctl === null) return null;
  const args = ['show', '--property=LoadState,ActiveState', '--', unit];
  const { status, stdout, stderr } = await runProgram(systemctl, args);
  if (status !== 0)
    throw new Refused({
      code: 'command-failed',
      args: { command: `systemctl show ${unit}`, why: stderr.trim() },
    });
  const text = Buffer.from(stdout).toString('utf8');
  if (/^LoadState=(not-found|bad-setting|error)$/m.test(text)) return null;
  const active = /^ActiveState=(\w+)$/m.exec(text)?.[1] ?? 'inactive';
  if (active === 'failed') return { active };
  return { active: active === 'inactive' || active === 'deactivating' ? 'inactive' : 'active' };
}

async function putUnit(unit: string, state: UnitState | null): Promise<void> {
  const wanted = state?.active ?? 'inactive';
  if (((await unitState(unit))?.active ?? 'inactive') === wanted) return;
  const systemctl = needProgram('systemctl', 'systemd', `start and stop ${unit}`);
  const { status, stderr } = await runProgram(systemctl, [
    wanted === 'active' ? 'start' : 'stop',
    '--',
    unit,
  ]);
  if (status !== 0) {
    throw new Refused({
      code: 'command-failed',
      args: { command: `systemctl ${wanted === 'active' ? 'start' : 'stop'} ${unit}`, why: stderr.trim() },
    });
  }
}
