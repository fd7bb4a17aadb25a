import { Malformed } from '../model/format.ts';

/** A word, a string (without its quotes), a mark or an end of line of nft's language, nft(8), and where it stands. */
export interface NftToken {
  readonly type: 'word' | 'string' | 'mark' | 'end';
  readonly text: string;
  readonly source: string;
  /** 1-based. */
  readonly line: number;
}

/** Ends of lines that a backslash continues, blanks and comments go; what is left, longest first. */
const TOKEN =
  /\\\n|[ \t\r]+|#[^\n]*|(?<end>\n|;)|"(?<string>[^"\n]*)"|(?<mark>==|!=|<=|>=|<<|>>|[{}(),=!<>&|^])|(?<word>[^\s{}(),"#=!<>&|^;\\]+)/y;

/** Throws {@link Malformed} at what nft would not read either: a string without an end. */
export function nftTokens(text: string, source: string): readonly NftToken[] {
  const tokens: NftToken[] = [];
  let line = 1;
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < text.length; ) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (found === null) throw new Malformed(line, `${JSON.stringify(text.charAt(at))} is no word of nft`);
    for (const [type, value] of Object.entries(found.groups ?? {})) {
      if (value === undefined) continue;
      tokens.push({ type: type as NftToken['type'], text: value, source, line });
    }
    line += found[0].includes('\n') ? 1 : 0;
  }
  return tokens;
}
