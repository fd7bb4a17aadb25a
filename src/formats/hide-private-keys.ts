import type { StandIn } from './stand-in.ts';

const BEGIN = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----/;
/** A line of the key's body, perhaps indented or commented out. */
const BODY = /^([\s#]*)([A-Za-z0-9+/=]+)(\s*)$/;
/** Lines that may stand between: `Proc-Type: 4,ENCRYPTED`, empty ones. */
const BETWEEN = /^[\s#]*(?:[A-Za-z-]+: .*)?$/;
/** A key within one line, as JSON and one-line settings carry it. */
const IN_ONE_LINE = new RegExp(`(${BEGIN.source})([^"'\\n]+?)(?=-----END|["']|$)`, 'g');

/** Hides the bodies of PEM private keys, line by line. It stops where the text stops looking like one: an open BEGIN hides nothing else. */
export function hidePrivateKeys(text: string, standIn: StandIn): string {
  if (!BEGIN.test(text)) return text;
  const lines = text.split('\n');
  let start = 0;
  while (start < lines.length) {
    const end = BEGIN.test(lines[start] ?? '') ? bodyEnd(lines, start + 1) : start + 1;
    hideBody(lines, start + 1, end, standIn);
    lines[start] = hideInOneLine(lines[start] ?? '', standIn);
    start = end;
  }
  return lines.join('\n');
}

function bodyEnd(lines: readonly string[], from: number): number {
  let end = from;
  for (let line = lines[end]; line !== undefined; line = lines[end]) {
    if (!BODY.test(line) && !BETWEEN.test(line)) break;
    end += 1;
  }
  return end;
}

/** A stand-in as long as the key is cut into lines as the key was; a shorter one stands on every line. */
function hideBody(lines: string[], from: number, to: number, standIn: StandIn): void {
  const key = lines
    .slice(from, to)
    .map((line) => BODY.exec(line)?.[2] ?? '')
    .join('');
  const hidden = key === '' ? '' : standIn('private key', key);
  let at = 0;
  for (let i = from; i < to; i++) {
    lines[i] = (lines[i] ?? '').replace(BODY, (_line, before: string, body: string, after: string) => {
      const piece = hidden.length === key.length ? hidden.slice(at, at + body.length) : hidden;
      at += body.length;
      return before + piece + after;
    });
  }
}

function hideInOneLine(line: string, standIn: StandIn): string {
  return line.replace(IN_ONE_LINE, (_all, begin: string, body: string) =>
    body.trim() === '' ? begin + body : begin + standIn('private key', body),
  );
}
