/** What a program said, for a sentence or as evidence: its lines one after the other. */
export function inOneLine(said: string): string {
  return said.trim().replaceAll(/\s*\n\s*/g, '; ');
}
