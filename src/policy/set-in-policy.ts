import { indexPolicyLines, type Refuse } from './policy-lines.ts';
import { policyValue } from './policy-value.ts';
import { sectionGap } from './section-gap.ts';

/**
 * A policy's text with one value set: in the place of the old one, else at the end of its section, else in a new
 * section at the end. No other byte moves. `set` null: the section shall be there, and nothing is set in it.
 */
export function setInPolicy(
  text: string,
  section: string,
  set: { readonly key: string; readonly value: string } | null,
  refuse: Refuse,
): string {
  const { sections, lines } = indexPolicyLines(text, refuse);
  const written = set === null ? '' : `${set.key} = ${policyValue(set.value)}`;
  const header = sections.find(({ name }) => name === section);
  if (header === undefined) {
    return `${text}${sectionGap(text)}[${section}]\n${set === null ? '' : `${written}\n`}`;
  }
  if (set === null) return text;
  const own = lines.filter((line) => line.section === section);
  const old = own.find(({ key }) => key === set.key);
  const rows = text.split(/(?<=\r\n|\n|\r(?!\n))/);
  if (old !== undefined) {
    const end = /[\r\n]*$/.exec(rows[old.line - 1] ?? '')?.[0] ?? '';
    return rows.with(old.line - 1, written + end).join('');
  }
  const last = own.at(-1)?.line ?? header.line;
  const before = rows.slice(0, last).join('');
  return `${before}${/[\r\n]$/.test(before) ? '' : '\n'}${written}\n${rows.slice(last).join('')}`;
}
