import type { Situation } from './situation.ts';

/** docs/dangerous-situations.md. */
export function situationsPage(areas: ReadonlyMap<string, readonly Situation[]>): string {
  const all = [...areas.values()].flat();
  const contents = [...areas].map(([area, { length }]) => `[${area}](#${anchor(area)}) (${length})`);
  return `# Dangerous situations

What is on hosts, and makes the obvious change wrong: it would shut somebody out, end containers, or do nothing because
another file has the word. Each of the ${all.length} has one right answer, a test that shows it, and a rule that makes it so.
\`npm run mutants -- situation\` takes each rule out, one at a time, and that test must then fail.

This page is written by \`npm run situations\` from scripts/situations/. Tests are below test/.

${contents.join(' · ')}
${[...areas].map(([area, found]) => section(area, found)).join('')}`;
}

function section(area: string, found: readonly Situation[]): string {
  const rows = found.map(({ host, right, rule, test: [file, name], without }) =>
    [host, right, `${rule} (${without.file})`, `${file}: ${name}`].map(cell).join(' | '),
  );
  return `
## ${area}

| what is there | the right answer | the rule | the test |
| --- | --- | --- | --- |
${rows.map((row) => `| ${row} |\n`).join('')}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

/** As GitHub and its like make them of a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}
