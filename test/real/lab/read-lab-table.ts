import type { LabRow } from './lab-table.ts';

/** The rows of docs/lab.md as labTable wrote it. */
export function readLabTable(text: string): readonly LabRow[] {
  const [, ...sections] = text.split('\n## ');
  return sections.flatMap((section) => {
    const [playbook = '', ...lines] = section.split('\n');
    const rows = lines.filter((line) => line.startsWith('| ')).slice(2);
    return rows.map((line) => {
      const [host = '', ...cells] = line.slice('| '.length, -' |'.length).split(' | ');
      return { playbook, host, cells };
    });
  });
}
