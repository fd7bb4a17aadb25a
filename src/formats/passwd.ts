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

/** Parts: `<user>/shell` and likewise `password`, `uid`, `gid`, `gecos`, `home`. */
export const passwdFormat: Format = accountFormat('passwd', SHAPE);
