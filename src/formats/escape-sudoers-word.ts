/** A name as sudoers takes it literally. Names with tabs or line breaks cannot be written. */
export function escapeSudoersWord(name: string): string {
  return name.replace(/[!=:,()>#%+"\\ ]/g, '\\$&');
}
