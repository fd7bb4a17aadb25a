export type SudoersTokenType =
  /** `Defaults`; the text is the scope's sign: `:` user, `@` host, `>` runas, `!` command, or nothing. */
  | 'defaults'
  /** The text is `User`, `Runas`, `Host` or `Cmnd`. */
  | 'alias-definition'
  /** The text is `include` or `includedir`. */
  | 'include'
  /** `NOPASSWD` and its like, without the colon. */
  | 'tag'
  /** `CWD`, `TIMEOUT` …: the names of options, which no alias may have. */
  | 'option'
  | 'all'
  | 'alias'
  | 'word'
  | 'group'
  | 'netgroup'
  | 'network'
  | 'digest'
  /** A path, a regular expression, or `sudoedit`, with its arguments if it has any. */
  | 'command'
  /** The name of a Defaults setting. */
  | 'setting'
  | '='
  | '+='
  | '-='
  | ','
  | ':'
  | '!'
  | '('
  | ')';

/** A word of sudoers(5) with its escapes taken out. */
export interface SudoersToken {
  readonly type: SudoersTokenType;
  readonly text: string;
  /** Only of commands; null where any arguments will do, `""` where none may be given. */
  readonly args: string | null;
  /** 1-based, in the file. */
  readonly line: number;
  /** Where it begins in the text that was read. */
  readonly at: number;
}
