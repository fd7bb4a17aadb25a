import type { FaultRow } from './fault-page.ts';

/** The rows of docs/faults.md as faultPage wrote it. */
export function readFaultPage(text: string): readonly FaultRow[] {
  const lines = text.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(2).map((line) => {
    const cells = line.slice('| '.length, -' |'.length).split(' | ');
    const [scenario = '', fault = '', settling = ''] = cells;
    const [points = 0, before = 0, after = 0, mixed = 0, amiss = 0] = cells.slice(3, 8).map(Number);
    return {
      scenario,
      fault,
      settling,
      counts: [points, before, after, mixed, amiss],
      commit: cells[8] ?? '',
    };
  });
}
