/** Text as playbooks write it, indented over several lines: one string for each paragraph. */
export function paragraphs(text: string): readonly string[] {
  return text
    .split(/\n[ \t]*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '');
}
