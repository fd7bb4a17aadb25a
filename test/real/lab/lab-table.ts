import type { LabHost } from './lab-host.ts';

/** What became of one playbook on one host. */
export interface LabRow {
  readonly playbook: string;
  readonly host: string;
  /** The verdict at the start, after apply (or why that is refused) and after rollback. */
  readonly cells: readonly string[];
}

const HEAD = ['host', 'at the start', 'after apply', 'after rollback'];

/** docs/lab.md: the hosts, and every playbook on each of them. */
export function labTable(
  hosts: ReadonlyMap<string, LabHost>,
  playbooks: readonly string[],
  rows: readonly LabRow[],
): string {
  const about = [...hosts].map(([name, host]) => row(name, host.release, host.on, host.about));
  const sections = playbooks.map((id) => {
    const own = rows.filter(({ playbook }) => playbook === id);
    const lines = [...hosts.keys()].flatMap((name) =>
      own.filter(({ host }) => host === name).map(({ cells }) => row(name, ...cells)),
    );
    return `## ${id}\n\n${table(HEAD, lines)}`;
  });
  return `# The lab

Every playbook was applied and rolled back on every one of these hosts, by itself (on a machine together with all others,
where it has been there and back elsewhere), and each profile together; \`npm run lab\` does it and writes this page. A
verdict is that of the worst requirement. What a host does not allow is refused, and nothing is changed.

${table(['host', 'release', 'shown on', 'what is special about it'], about)}
${sections.join('\n')}`;
}

function table(head: readonly string[], lines: readonly string[]): string {
  return `${[row(...head), row(...head.map(() => '---')), ...lines].join('\n')}\n`;
}

function row(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
