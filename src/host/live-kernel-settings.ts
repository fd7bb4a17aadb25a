import { constants, readdirSync, readFileSync } from 'node:fs';
import { hostPath } from '../formats/host-path.ts';
import { decodeHostText, encodeHostText } from '../formats/host-text.ts';
import { Refused } from '../model/refusal.ts';
import { below, LOOK, LOOK_ROOT, opened } from './descriptor.ts';
import type { LiveOf } from './live-of.ts';
import { errnoOf, orRefuse } from './system-error.ts';
import { writeAll } from './write-all.ts';

/** The files below /proc/sys. What the kernel has no file for cannot be put away, and asking for that changes nothing. */
export const liveKernelSettings: LiveOf<'kernel-setting'> = {
  read: async (key) => readSetting(key),
  keys: async (pattern) => settingKeys(pattern),
  async put(key, state) {
    if (state !== null) writeSetting(key, state);
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
