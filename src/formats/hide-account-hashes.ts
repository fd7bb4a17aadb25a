import type { StandIn } from './stand-in.ts';

const ACCOUNT_FILE = /(?:^|\/)(?:g?shadow|passwd|group|opasswd)(?:[-.~+_][^/]*)?$/;

/** crypt(5): an id, parameters and salt, the hash. `$1$` needs its full length: shell scripts write `$1$x`. */
const CRYPT =
  /\$(?:(?:2[abxy]?|5|6|7|y|gy|sm3|sha1|apr1|argon2(?:id|i|d)|scrypt)\$(?:[\w./,=+-]*\$){0,4}[\w./=+-]+|(?:1|md5)[$,](?:[\w./,=+-]*\$){1,2}[\w./]{20,})/g;

/** What crypt(5) made in times without ids: DES and BSDi. */
const OLD_HASH = /^(?:[\w./]{13}|_[\w./]{19})$/;

/**
 * Hides what stands in the password field of passwd(5), shadow(5), group(5) and gshadow(5), in any text with such
 * lines (backups have other names), and every hash with a crypt(5) id anywhere. `!`, `*`, `x` and empty stay, and
 * so does the `!` in front of a hash: whether an account is locked is what a diff is read for.
 */
export function hideAccountHashes(text: string, path: string | undefined, standIn: StandIn): string {
  const isAccountFile = path !== undefined && ACCOUNT_FILE.test(path);
  return text
    .split('\n')
    .map((line) => hidePassword(line, isAccountFile, standIn))
    .join('\n')
    .replace(CRYPT, (hash) => standIn('hash', hash));
}

function hidePassword(line: string, isAccountFile: boolean, standIn: StandIn): string {
  const fields = line.split(':');
  const [name, password, ...rest] = fields;
  if (name === undefined || password === undefined || !/^[^\s:]+$/.test(name)) return line;
  const [, marks = '', hash = ''] = /^([!*]*)(.*)$/s.exec(password) ?? [];
  if (hash === '' || hash === 'x') return line;
  if (!isAccountFile && !hasAccountShape(rest, hash)) return line;
  return [name, marks + standIn('hash', hash), ...rest].join(':');
}

/** By the fields after the password: those of shadow and passwd are telling; four fields are not, unless the hash is. */
function hasAccountShape(rest: readonly string[], hash: string): boolean {
  if (rest.length === 7) return rest.slice(0, 6).every((field) => /^-?\d*$/.test(field));
  if (rest.length === 5) return rest.slice(0, 2).every((field) => /^\d+$/.test(field));
  return rest.length === 2 && OLD_HASH.test(hash);
}
