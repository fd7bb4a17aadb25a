/**
 * Reads login.defs(5) as shadow does: a name, blanks, a value up to the next quote; the last line of a name counts.
 * A name without a value says nothing.
 */
export function parseLoginDefs(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^[ \t]*([^\s#]\S*)[ \t]+[ \t"]*([^"]*)/.exec(line.trimEnd()) ?? [];
    if (name !== undefined && value !== undefined && value !== '') found.set(name, value.trimEnd());
  }
  return found;
}
