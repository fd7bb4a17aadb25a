/** What stands between a policy's text and a section that is added to it: an empty line. */
export function sectionGap(text: string): string {
  if (text === '') return '';
  return text.endsWith('\n') ? '\n' : '\n\n';
}
