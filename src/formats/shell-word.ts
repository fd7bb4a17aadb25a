/** The text as one word of a POSIX shell: a person will paste it, and names on a host may be hostile. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
