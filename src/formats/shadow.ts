import { type Format, Malformed } from '../model/format.ts';
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
  /** Days after which the password ends; null for never, which is also what 10000 days and more mean. */
  readonly maximum: number | null;
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
    ({ line, fields: [name = '', password = '', , , maximum = '', , inactive = '', expire = ''] }) => ({
      line,
      name,
      password: password === '' ? 'none' : isLocked(password) ? 'locked' : 'set',
      expire: days(expire),
      maximum: ending(maximum),
      inactive: days(inactive),
    }),
  );
}

/** NIS entries (`+`, `-user`), which bring in accounts from elsewhere when nsswitch.conf says `compat`: their line numbers. */
export function shadowCompatLines(text: string): readonly number[] {
  return accountLines(text, SHAPE).compat.map(({ line }) => line);
}

const fields = accountFormat('shadow', SHAPE);
const LOCKED = /\/locked$/;

/**
 * Parts: `<user>/password`, `<user>/expire` and likewise `changed`, `minimum`, `maximum`, `warn`, `inactive`, all as
 * text; `<user>/locked`, true or null: the `!` in front of a password that passwd(1) -l writes, so that nobody who
 * wishes for it need know the hash. Unlocking what has no password behind it would let everybody in: {@link Malformed}.
 */
export const shadowFormat: Format = {
  name: fields.name,
  get(text, part) {
    if (!LOCKED.test(part)) return fields.get(text, part);
    const password = fields.get(text, passwordOf(part));
    return (typeof password === 'string' && isLocked(password)) || null;
  },
  set(text, part, desired) {
    if (!LOCKED.test(part)) return fields.set(text, part, desired);
    if (desired !== true && desired !== null)
      throw new TypeError('an account is locked or not: true or null');
    const password = fields.get(text, passwordOf(part));
    if (typeof password !== 'string')
      return fields.set(text, passwordOf(part), desired === null ? null : '!');
    if (isLocked(password) === (desired === true)) return text;
    if (desired === true) return fields.set(text, passwordOf(part), `!${password}`);
    const unlocked = password.replace(/^[!*]+/, '');
    if (unlocked === '') {
      const { line } = parseShadow(text).find(({ name }) => name === part.replace(LOCKED, '')) ?? { line: 1 };
      throw new Malformed(line, 'has no password behind its lock');
    }
    return fields.set(text, passwordOf(part), unlocked);
  },
};

function passwordOf(part: string): string {
  return part.replace(LOCKED, '/password');
}

function isLocked(password: string): boolean {
  return /^[!*]/.test(password);
}

/** An empty field and -1 both mean: not set (chage(1)). */
function days(field: string): number | null {
  return /^\d+$/.test(field) ? Number(field) : null;
}

/** shadow's own `pwck` and `chage` print 10000 days and more as never. */
function ending(field: string): number | null {
  const found = days(field);
  return found !== null && found >= 10_000 ? null : found;
}
