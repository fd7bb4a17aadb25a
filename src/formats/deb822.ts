import { Malformed } from '../model/format.ts';

export interface Deb822Field {
  /** Continuation lines are joined by newlines, without their first blank. */
  readonly value: string;
  /** 1-based. */
  readonly line: number;
}

export interface Deb822Paragraph {
  /** 1-based; of its first field. */
  readonly line: number;
  /** By name in lower case: names are the same in any case. */
  readonly fields: ReadonlyMap<string, Deb822Field>;
}

/** Paragraphs of deb822(5), as apt keeps sources, releases and packages in. Lines that begin with `#` are comments. */
export function parseDeb822(text: string): readonly Deb822Paragraph[] {
  const paragraphs: Deb822Paragraph[] = [];
  let fields = new Map<string, Deb822Field>();
  let current: string | null = null;
  const end = (): void => {
    const [first] = fields.values();
    if (first !== undefined) paragraphs.push({ line: first.line, fields });
    fields = new Map();
    current = null;
  };
  for (const [i, raw] of text.split('\n').entries()) {
    const line = raw.replace(/\r$/, '');
    if (line.startsWith('#')) continue;
    if (line.trim() === '') {
      end();
      continue;
    }
    const known = current === null ? undefined : fields.get(current);
    if (/^[ \t]/.test(line)) {
      if (current === null || known === undefined)
        throw new Malformed(i + 1, 'goes on with no field before it');
      fields.set(current, { ...known, value: `${known.value}\n${line.trim()}` });
      continue;
    }
    const colon = line.indexOf(':');
    if (colon <= 0) throw new Malformed(i + 1, 'no colon after the name of the field');
    current = line.slice(0, colon).trimEnd().toLowerCase();
    fields.set(current, { value: line.slice(colon + 1).trim(), line: i + 1 });
  }
  end();
  return paragraphs;
}
