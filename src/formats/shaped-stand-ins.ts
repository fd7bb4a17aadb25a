import { encodeHostText } from './host-text.ts';
import type { StandIn } from './stand-in.ts';

/** Tokens stay recognizable as what they are. */
const PREFIX = /^(?:gh[opsur]_|github_pat_|glpat-|xox[abprs]-|SWMTKN-|A[KS]IA|eyJ|grub\.pbkdf2\.sha512\.)/;
const JSON_NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const JSON_WEB_TOKEN = /^eyJ[^.]*\.[^.]*\.[^.]*$/;
const JSON_ARRAY_PIECE = /"(?:[^"\\]|\\.)*"|[^\s,[\]"]+/g;

const DIGITS = '123456789';
const HEX = 'abcdef';
/** Without the letters of HEX, so that a stand-in is never taken for another alphabet; without x, a password field's word for "in shadow"; without u, so that it never spells null. */
const LETTERS = 'stvwyzghijklmnopqr';

/**
 * Stand-ins of the secret's own shape, for files that must still parse and still judge the same: as many bytes,
 * words between the same blanks, digits for digits, hex for hex, a crypt(5) hash with its id and parameters.
 * They are counted, one shape by itself, and never computed from the secret: whoever has them cannot try
 * passwords against them, nor letter by letter see which were digits. A stand-in is its own stand-in, so that
 * hiding what is hidden changes nothing.
 */
export function shapedStandIns(): StandIn {
  const byWord = new Map<string, string>();
  const counts = new Map<string, number>();

  function next(shape: string): number {
    const count = counts.get(shape) ?? 0;
    counts.set(shape, count + 1);
    return count;
  }

  function once(word: string, make: () => string): string {
    const known = byWord.get(word);
    if (known !== undefined) return known;
    const made = make();
    byWord.set(word, made);
    byWord.set(made, made);
    return made;
  }

  function plain(word: string): string {
    const prefix = PREFIX.exec(word)?.[0] ?? '';
    const suffix = /={0,2}$/.exec(word.slice(prefix.length))?.[0] ?? '';
    const body = word.slice(prefix.length, word.length - suffix.length);
    if (body === '') return word;
    return once(word, () => {
      const alphabet = alphabetOf(body);
      const length = encodeHostText(body).length;
      const count = next(JSON.stringify([prefix, alphabet, length, suffix]));
      return prefix + spell(count, alphabet, length) + suffix;
    });
  }

  /** `$id$parameters$salt$hash` */
  function crypt(hash: string): string {
    return once(hash, () => {
      const fields = hash.split('$');
      const last = fields.length - 1;
      const shape = fields.map((field, i) => (isParameter(field, i, last) ? field : field.length));
      const count = next(JSON.stringify(shape));
      const hidden = fields.map((field, i) =>
        isParameter(field, i, last) ? field : spell(i === last ? count : 0, LETTERS, field.length),
      );
      return hidden.join('$');
    });
  }

  function word(text: string): string {
    if (/^\$[\w,=-]+\$/.test(text)) return crypt(text);
    if (JSON_WEB_TOKEN.test(text)) return text.split('.').map(plain).join('.');
    if (JSON_NUMBER.test(text)) return text.replace(/\d+/g, plain);
    return plain(text);
  }

  const words = (text: string) => text.replace(/\S+/g, word);

  return (type, secret) => {
    // A key in one line, as JSON carries it, keeps its escaped line ends.
    if (type === 'private key')
      return secret.replace(/\\[nr]|[^\\\s]+/g, (part) => (/^\\[nr]$/.test(part) ? part : plain(part)));
    if (/^\[.*\]$/s.test(secret)) {
      return secret.replace(JSON_ARRAY_PIECE, (piece) =>
        piece.startsWith('"') ? `"${words(piece.slice(1, -1))}"` : word(piece),
      );
    }
    return words(secret);
  };
}

/** In front of salt and hash. bcrypt has no salt of its own field: its cost stands there. */
function isParameter(field: string, index: number, last: number): boolean {
  if (index <= 1 || field === '') return true;
  if (index === last) return false;
  if (index === last - 1) return /^\d{1,2}$/.test(field);
  return field.includes('=') || field.length <= 8;
}

function alphabetOf(text: string): string {
  if (/^\d+$/.test(text)) return DIGITS;
  if (/^[0-9a-f]+$/.test(text)) return HEX;
  return /[A-Z]/.test(text) && !/[a-z]/.test(text) ? LETTERS.toUpperCase() : LETTERS;
}

/** The number in the letters of an alphabet, as long as asked for. Where there are no more it begins again. */
function spell(number: number, alphabet: string, length: number): string {
  const letters: string[] = [];
  let rest = number;
  for (let i = 0; i < length; i++) {
    letters.unshift(alphabet[rest % alphabet.length] ?? '');
    rest = Math.floor(rest / alphabet.length);
  }
  return letters.join('');
}
