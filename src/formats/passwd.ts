import type { Format } from '../model/format.ts';
import { accountFormat } from './account-format.ts';
import { accountLines } from './account-lines.ts';

export interface PasswdEntry {
  /** 1-based. */
  readonly line: number;
  readonly name: string;
  readonly uid: number;
  /** The primary group. */
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
}

const SHAPE = {
  fields: ['name', 'password', 'uid', 'gid', 'gecos', 'home', 'shell'],
  numbers: ['uid', 'gid'],
};

/** The users of a passwd(5) file. Throws Malformed at the first line that is none. */
export function parsePasswd(text: string): readonly PasswdEntry[] {
  return accountLines(text, SHAPE).entries.map(
    ({ line, fields: [name = '', , uid, gid, , home = '', shell = ''] }) => ({
      line,
      name,
      uid: Number(uid),
      gid: Number(gid),
      home,
      shell,
    }),
  );
}

/** An account whose password field is not the `x` that points to shadow(5). */
export interface UnshadowedUser {
  /** 1-based. */
  readonly line: number;
  readonly name: string;
  /** `none`: login(1) asks for none at all. `set`: a hash that everybody on the host can read. */
  readonly password: 'none' | 'locked' | 'set';
}

/** The users whose passwords passwd(5) itself decides. */
export function unshadowedUsers(text: string): readonly UnshadowedUser[] {
  return accountLines(text, SHAPE).entries.flatMap(({ line, fields: [name = '', password = ''] }) => {
    if (password === 'x') return [];
    return [{ line, name, password: password === '' ? 'none' : /^[!*]/.test(password) ? 'locked' : 'set' }];
  });
}

/** NIS entries (`+`, `-user`), which bring in users from elsewhere when nsswitch.conf says `compat`: their line numbers. */
export function passwdCompatLines(text: string): readonly number[] {
  return accountLines(text, SHAPE).compat.map(({ line }) => line);
}

/** Parts: `<user>/shell` and likewise `password`, `uid`, `gid`, `gecos`, `home`. */
export const passwdFormat: Format = accountFormat('passwd', SHAPE);
