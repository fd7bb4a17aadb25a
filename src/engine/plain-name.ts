/** For the terminal: a name on the host may hold anything. */
export function plainName(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}
