import type { SudoersTokenType } from './sudoers-token.ts';

const WORD = String.raw`(?:[^#>!=:,() \t\r\n\\"]|\\[^\t\n])+`;
const ID = '#-?[0-9]+';
const PATH = String.raw`/(?:\\[,:= \t#]|[^,:=\\ \t\r\n#])+`;
const REGEX = String.raw`\^(?:[^#\r\n$\\]|\\[^\r\n])*\$`;
const OCTET = '(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})';
const IPV4 = String.raw`${OCTET}(?:\.${OCTET}){3}`;
const HEX16 = '[0-9A-Fa-f]{1,4}';
const IPV6 = `(?:(?:(?:${HEX16})?:){2,6}:${IPV4}|(?:(?:${HEX16})?:){2,7}(?:${HEX16})?)`;
const TAGS = 'PASSWD|EXEC|INTERCEPT|SETENV|LOG_OUTPUT|LOG_INPUT|MAIL|FOLLOW';

const sticky = (source: string) => new RegExp(source, 'y');

const WORDS: readonly (readonly [SudoersTokenType, RegExp])[] = [
  ['tag', sticky(`(?:NO)?(?:${TAGS})[ \\t]*:`)],
  ['netgroup', sticky(String.raw`\+${WORD}`)],
  ['group', sticky(`%:?(?:${WORD}|${ID})`)],
  ['network', sticky(`${IPV4}(?:/(?:${IPV4}|3[0-2]|[12]?[0-9]))?`)],
  ['network', sticky(`${IPV6}(?:/(?:${IPV6}|12[0-8]|1[01][0-9]|[1-9]?[0-9]))?`)],
  ['all', sticky('ALL')],
  ['option', sticky('TIMEOUT|NOTBEFORE|NOTAFTER|CWD|CHROOT|ROLE|TYPE')],
  ['alias', sticky('[A-Z][A-Z0-9_]*')],
  ['digest', sticky('sha(?:224|256|384|512)')],
  ['command', sticky('sudoedit')],
  ['command', sticky(PATH)],
  ['command', sticky(REGEX)],
  ['word', sticky(ID)],
  ['word', sticky(WORD)],
];

/** What sudo's reader tells apart, each matched at one place (`y`). */
export const lexemes = {
  /** The longest match wins and the first of equals, as in lex(1), which sudo's own reader is made with. */
  words: WORDS,
  defaults: sticky(`[ \\t]*Defaults(?:([:@>!])[ \\t]*(?=(!*"?(?:${ID}|${WORD}))))?`),
  aliasDefinition: sticky(String.raw`[ \t]*(Host|Cmnd|Cmd|User|Runas)_Alias`),
  include: /@(include(?:dir)?)/y,
  oldInclude: /#(include(?:dir)?)(?=[ \t]+[^\n])/y,
  includedPath: sticky(String.raw`[^" \t\r\n](?:\\[ \t]|[^ \t\r\n])*`),
  anyWord: sticky(WORD),
  directory: sticky(`${PATH}|${WORD}`),
  settingName: sticky('[a-z_]+'),
  settingValue: sticky(String.raw`(?:[^#!=, \t\r\n\\"]|\\[^\r\n])(?:[^#=, \t\r\n\\"]|\\[^\r\n])*`),
  string: sticky(String.raw`"((?:[^"\r\n\\]|\\"|\\[ \t]*\r?\n[ \t]*|\\(?!"|[ \t]*\r?\n))*)"`),
  continuation: sticky(String.raw`\\[ \t]*\r?\n`),
  newline: sticky(String.raw`\r?\n`),
  blanks: sticky(String.raw`[ \t]+`),
  not: /!+/y,
  comma: sticky(String.raw`[ \t]*,[ \t]*`),
  comment: sticky(String.raw`#(?:(?:-[^\r\n0-9]|[^\r\n0-9-])[^\n]*)?(?=\r?\n)`),
  digest: sticky(String.raw`[ \t]*:[ \t]*([A-Za-z0-9+/=]+)`),
} as const;
