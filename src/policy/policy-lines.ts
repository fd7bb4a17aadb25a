/** A `key = value` of policy.ini and where it stands. */
export interface PolicyLine {
  readonly line: number;
  /** Empty before the first section. */
  readonly section: string;
  readonly key: string;
  readonly value: string;
}

export interface PolicySection {
  readonly line: number;
  readonly name: string;
}

export interface PolicyLines {
  readonly sections: readonly PolicySection[];
  readonly lines: readonly PolicyLine[];
}

/** Refuses with the line and the reason. */
export type Refuse = (line: number, why: string) => never;

/**
 * Where everything stands, and a refusal of all that `ini` reads in silence and not as it was meant: what is
 * said twice, lines without `=`, comments after a value, sections that nest.
 */
export function indexPolicyLines(text: string, refuse: Refuse): PolicyLines {
  const sections: PolicySection[] = [];
  const lines: PolicyLine[] = [];
  let section = '';
  for (const [i, written] of text.split(/\r\n|\n|\r/).entries()) {
    const line = i + 1;
    if (/^\s*(?:[;#]|$)/.test(written)) continue;
    if (/^\s*\[/.test(written)) {
      section = sectionName(written, line, refuse);
      if (sections.some(({ name }) => name === section)) refuse(line, `section [${section}] is there twice`);
      sections.push({ line, name: section });
      continue;
    }
    const { key, value } = keyAndValue(written, line, refuse);
    const before = lines.find((other) => other.section === section && other.key === key);
    if (before !== undefined) refuse(line, `${key} is set twice, first in line ${before.line}`);
    lines.push({ line, section, key, value });
  }
  return { sections, lines };
}

function sectionName(written: string, line: number, refuse: Refuse): string {
  const name = /^\[([^\]]*)\]\s*$/.exec(written)?.[1]?.trim();
  if (name === undefined) return refuse(line, 'a section is one pair of brackets at the beginning of a line');
  if (name === '') refuse(line, 'a section without a name');
  if (name.includes('.')) refuse(line, 'a section whose name has a dot in it would nest');
  if (/[;#"'\\]/.test(name)) refuse(line, 'a section whose name has one of ; # " \' \\ in it');
  return name;
}

function keyAndValue(written: string, line: number, refuse: Refuse): { key: string; value: string } {
  const equals = written.indexOf('=');
  if (equals < 0) return refuse(line, 'a line without "="');
  const key = written.slice(0, equals).trim();
  const value = written.slice(equals + 1).trim();
  if (key === '') refuse(line, 'a line without a key before "="');
  if (/[\u2028\u2029]/.test(written)) {
    refuse(line, 'a separator of lines or paragraphs; in double quotes it is written \\u2028 or \\u2029');
  }
  if (value.startsWith("'")) refuse(line, 'single quotes; double quotes keep a value as it is');
  if (value.startsWith('"')) refuseHalfQuoted(value, line, refuse);
  else if (/[;#]/.test(value)) {
    refuse(line, 'a value with ; or # in it must be in double quotes; a comment has a line of its own');
  }
  return { key, value };
}

function refuseHalfQuoted(value: string, line: number, refuse: Refuse): void {
  try {
    JSON.parse(value);
  } catch {
    refuse(line, 'what begins with a double quote must end with one and have \\" and \\\\ inside');
  }
}
