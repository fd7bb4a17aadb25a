import type { Format } from '../model/format.ts';
import { accountFormat } from './account-format.ts';
import { accountLines } from './account-lines.ts';

export interface GroupEntry {
  /** 1-based. */
  readonly line: number;
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

const SHAPE = { fields: ['name', 'password', 'gid', 'members'], numbers: ['gid'] };

/** The groups of a group(5) file. Throws Malformed at the first line that is none. */
export function parseGroup(text: string): readonly GroupEntry[] {
  return accountLines(text, SHAPE).entries.map(({ line, fields: [name = '', , gid, members = ''] }) => ({
    line,
    name,
    gid: Number(gid),
    members: memberNames(members),
  }));
}

/** Line numbers of NIS entries, which bring in groups from elsewhere when nsswitch.conf says `compat`. */
export function groupCompatLines(text: string): readonly number[] {
  return accountLines(text, SHAPE).compat.map(({ line }) => line);
}

/** Parts: `<group>/members`, `<group>/member/<user>`, `<group>/gid`, `<group>/password`. */
export const groupFormat: Format = accountFormat('group', SHAPE, [{ field: 'members', one: 'member' }]);

/** As glibc reads them: blanks before a name and empty names do not count. */
function memberNames(field: string): readonly string[] {
  return field
    .split(',')
    .map((name) => name.trimStart())
    .filter((name) => name !== '');
}
