import { globPattern } from './glob-pattern.ts';

/** A section of logrotate.conf(5): which logs, and where it begins. */
export interface LogrotateSection {
  /** Paths or globs. */
  readonly logs: readonly string[];
  /** 1-based. */
  readonly line: number;
}

/** What a file of logrotate's configuration says: the sections, and what `include` names. Scripts are passed over. */
export interface LogrotateConf {
  readonly sections: readonly LogrotateSection[];
  readonly includes: readonly string[];
}

const SCRIPT = /^(?:prerotate|postrotate|firstaction|lastaction|preremove)\b/;

/** Reads as much as tells which logs are rotated: no directive of a section is judged. */
export function parseLogrotateConf(text: string): LogrotateConf {
  const sections: LogrotateSection[] = [];
  const includes: string[] = [];
  let heading: { text: string; line: number } | null = null;
  let where: 'outside' | 'section' | 'script' = 'outside';
  for (const [i, raw] of text.split('\n').entries()) {
    const said = raw.replace(/^\s+|\s+$/g, '');
    if (where === 'script') {
      if (said === 'endscript') where = 'section';
    } else if (said === '' || said.startsWith('#')) {
    } else if (where === 'section') {
      if (said.startsWith('}')) where = 'outside';
      else if (SCRIPT.test(said)) where = 'script';
    } else {
      const include = /^include\s+(\S+)$/.exec(said)?.[1];
      if (include !== undefined) includes.push(include);
      else if (heading !== null || /^["'/{]/.test(said)) {
        const from: { text: string; line: number } = heading ?? { text: '', line: i + 1 };
        const [before = '', ...rest] = said.split('{');
        heading = { ...from, text: `${from.text} ${before}` };
        if (rest.length === 0) continue;
        sections.push({ logs: wordsOf(heading.text), line: heading.line });
        heading = null;
        where = rest.join('{').trimEnd().endsWith('}') ? 'outside' : 'section';
      }
    }
  }
  return { sections, includes };
}

/** The section that rotates a log; null where none does. */
export function rotates(sections: readonly LogrotateSection[], log: string): LogrotateSection | null {
  return sections.find(({ logs }) => logs.some((each) => globPattern(each).test(log))) ?? null;
}

function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
}
