import type { Format } from '../model/format.ts';
import { accountFormat } from './account-format.ts';
import { accountLines } from './account-lines.ts';

/** A line of gshadow(5), without its password. */
export interface GshadowEntry {
  /** 1-based. */
  readonly line: number;
  readonly name: string;
  /** They may add and remove members with gpasswd(1). */
  readonly admins: readonly string[];
  readonly members: readonly string[];
  /** Whether somebody who knows the password can join with newgrp(1). */
  readonly hasPassword: boolean;
}

const SHAPE = { fields: ['name', 'password', 'admins', 'members'], numbers: [] };

/** The groups of a gshadow(5) file. Throws Malformed at the first line that is none. */
export function parseGshadow(text: string): readonly GshadowEntry[] {
  return accountLines(text, SHAPE).entries.map(
    ({ line, fields: [name = '', password = '', admins = '', members = ''] }) => ({
      line,
      name,
      admins: admins.split(',').filter((one) => one !== ''),
      members: members.split(',').filter((one) => one !== ''),
      hasPassword: password !== '' && !/^[!*]/.test(password),
    }),
  );
}

/** Parts: `<group>/members`, `<group>/member/<user>`, `<group>/admins`, `<group>/admin/<user>`, `<group>/password`. */
export const gshadowFormat: Format = accountFormat('gshadow', SHAPE, [
  { field: 'members', one: 'member' },
  { field: 'admins', one: 'admin' },
]);
