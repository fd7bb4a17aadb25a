import { hideValue } from './hide-value.ts';
import { isSecretName, SECRET_WORDS } from './secret-name.ts';
import type { StandIn } from './stand-in.ts';

/** `password hunter2`. In pam.d(5) `password` is a type, and what follows is a control. */
const SPACED = new RegExp(
  `^([ \\t]*[\\w.-]*${SECRET_WORDS}[ \\t]+)(?![=:[]|(?:required|requisite|sufficient|optional|include|substack)[ \\t])(\\S.*)`,
  'gim',
);
const NETRC = /(\blogin[ \t]+\S+[ \t]+password[ \t]+)(\S+)/g;
const GRUB = /grub\.pbkdf2\.sha512\.[\w.]+/g;
/** systemd.exec(5): `SetCredential=ID:VALUE` */
const CREDENTIAL = /^([ \t]*SetCredential(?:Encrypted)?=[^:\n]+:)(.*\S)/gm;
/** RFC 7518, section 6: the private members of a key; dockerd's key.json is one. */
const WEB_KEY = /("(?:d|p|q|dp|dq|qi|k)"\s*:\s*)("[^"\n]*")/g;
const LISTED = /^([ \t]*-[ \t]+["']?[\w.-]+:)([^\s"']+)/;
const BLOCK = /^([ \t]*)(?:-[ \t]+)?([\w.-]+):[ \t]+[|>][-+\d]*[ \t]*$/;

/**
 * Hides what only its place tells: words after a name, blocks of YAML, parts of web keys. It takes prose that begins
 * with such a name along, so it is for files that are kept, not for sentences that are shown.
 */
export function hideBareSecrets(text: string, standIn: StandIn): string {
  const hide = (_all: string, before: string, value: string) => before + hideValue(value, standIn);
  const hidden = hideBlocks(text, standIn)
    .replace(SPACED, hide)
    .replace(NETRC, hide)
    .replace(CREDENTIAL, hide)
    .replace(GRUB, (hash) => standIn('hash', hash));
  return /"kty"\s*:/.test(hidden) ? hidden.replace(WEB_KEY, hide) : hidden;
}

/**
 * A block scalar of YAML ends at the first line that is no further in than its name. cloud-init's `chpasswd` has
 * `user:password` in it, as a block or as a list.
 */
function hideBlocks(text: string, standIn: StandIn): string {
  let outside: number | null = null;
  let outsidePasswords: number | null = null;
  return text
    .split('\n')
    .map((line) => {
      const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0;
      const isEmpty = line.trim() === '';
      if (outside !== null && (isEmpty || indent > outside)) {
        return line.replace(/\S.*/, (value) => standIn('secret', value));
      }
      if (outsidePasswords !== null && !isEmpty && indent <= outsidePasswords) outsidePasswords = null;
      if (/^[ \t]*chpasswd:[ \t]*$/.test(line)) outsidePasswords = indent;
      const [, before = '', name = ''] = BLOCK.exec(line) ?? [];
      const hasPasswords = name !== '' && outsidePasswords !== null;
      outside = hasPasswords || isSecretName(name, '') ? before.length : null;
      if (outsidePasswords === null) return line;
      return line.replace(LISTED, (_all, user: string, value: string) => user + hideValue(value, standIn));
    })
    .join('\n');
}
