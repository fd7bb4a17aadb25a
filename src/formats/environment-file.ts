/** One variable of an environment file. */
export interface EnvironmentAssignment {
  readonly name: string;
  readonly value: string;
  /** 1-based line of the name. */
  readonly line: number;
}

/**
 * Reads a file named by `EnvironmentFile=` as systemd.exec(5) and systemd's parse_env_file() do: shell-like
 * quoting, no expansion, backslash-newline continues. Lines without `=` and names that are no variable
 * names are ignored, as systemd ignores them.
 */
export function parseEnvironmentFile(text: string): readonly EnvironmentAssignment[] {
  const result: EnvironmentAssignment[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const rest = text.slice(at);
    const taken =
      /^[ \t\n\r]+/.exec(rest)?.[0] ??
      // A comment, too, goes on after a backslash at its end.
      /^[#;](?:\\[\s\S]|[^\\\n\r])*/.exec(rest)?.[0];
    if (taken !== undefined) {
      at += taken.length;
      line += newlines(taken);
      continue;
    }
    const key = /^[^=\n\r]*/.exec(rest)?.[0] ?? '';
    at += key.length;
    if (text[at] !== '=') continue;
    const { value, length } = valueAt(text, at + 1);
    const name = key.trimEnd();
    if (/^[A-Za-z_]\w*$/.test(name)) result.push({ name, value, line });
    line += newlines(text.slice(at, at + 1 + length));
    at += 1 + length;
  }
  return result;
}

/** A value ends at a newline outside quotes; white space around it is dropped, and between quoted pieces. */
function valueAt(text: string, start: number): { value: string; length: number } {
  let value = '';
  let i = start;
  // How much of `value` stays when trailing white space is stripped: quoted and escaped space stays.
  let kept = 0;
  let bare = false;
  while (i < text.length) {
    const char = text.charAt(i);
    if (char === '\n' || char === '\r') break;
    const quoted = bare ? undefined : quotedAt(text, i);
    if (quoted !== undefined) {
      value += quoted.value;
      kept = value.length;
      i += quoted.length;
    } else if (char === '\\') {
      const next = text.charAt(i + 1);
      if (next !== '\n' && next !== '\r') value += next;
      kept = value.length;
      bare = true;
      i += 2;
    } else {
      const space = char === ' ' || char === '\t';
      if (!space || bare) value += char;
      if (!space) {
        kept = value.length;
        bare = true;
      }
      i += 1;
    }
  }
  return { value: value.slice(0, kept), length: i - start };
}

function quotedAt(text: string, at: number): { value: string; length: number } | undefined {
  const rest = text.slice(at);
  const single = /^'([^']*)(?:'|$)/.exec(rest);
  if (single !== null) return { value: single[1] ?? '', length: single[0].length };
  const double = /^"((?:\\[\s\S]|[^"\\])*)(?:"|$)/.exec(rest);
  if (double === null) return undefined;
  const value = (double[1] ?? '').replace(/\\([\s\S])/g, (pair, next: string) =>
    next === '\n' ? '' : '"\\`$'.includes(next) ? next : pair,
  );
  return { value, length: double[0].length };
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}
