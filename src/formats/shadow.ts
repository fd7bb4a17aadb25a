import type { Format } from '../model/format.ts';
import { accountFormat } from './account-format.ts';
import { accountLines } from './account-lines.ts';

/** A line of shadow(5). Its hash stays in the text: only what it means is told. */
export interface ShadowEntry {
  /** 1-based. */
  readonly line: number;
  readonly name: string;
  /** `locked`: no password can match (`!`, `*`). `none`: the empty password is accepted. */
  readonly password: 'set' | 'locked' | 'none';
  /** Days since the epoch on which the account expires; null for never. */
  readonly expire: number | null;
  /** Days after the password's end that it is still accepted; null for no limit. */
  readonly inactive: number | null;
}

const SHAPE = {
  fields: ['name', 'password', 'changed', 'minimum', 'maximum', 'warn', 'inactive', 'expire', 'reserved'],
  numbers: [],
};

/** The accounts of a shadow(5) file. Throws Malformed at the first line that is none. */
export function parseShadow(text: string): readonly ShadowEntry[] {
  return accountLines(text, SHAPE).entries.map(
    ({ line, fields: [name = '', password = '', , , , , inactive = '', expire = ''] }) => ({
      line,
      name,
      password: password === '' ? 'none' : /^[!*]/.test(password) ? 'locked' : 'set',
      expire: days(expire),
      inactive: days(inactive),
    }),
  );
}

/** Parts: `<user>/password`, `<user>/expire` and likewise `changed`, `minimum`, `maximum`, `warn`, `inactive`, all as text. */
export const shadowFormat: Format = accountFormat('shadow', SHAPE);

/** An empty field and -1 both mean: not set (chage(1)). */
function days(field: string): number | null {
  return /^\d+$/.test(field) ? Number(field) : null;
}
