/** What came of one fault at every call of one command. */
export interface FaultRow {
  readonly scenario: string;
  readonly fault: string;
  readonly settling: string;
  /** Points tried, hosts as before, as after, mixed, and points at which anything else was amiss. */
  readonly counts: readonly [points: number, before: number, after: number, mixed: number, amiss: number];
  /** The short name of the commit that was tried. */
  readonly commit: string;
}

const HEAD = ['scenario', 'fault', 'settled by', 'points', 'before', 'after', 'mixed', 'amiss', 'commit'];

/** docs/faults.md, of which `missing` says how many rows nobody has taken yet. */
export function faultPage(rows: readonly FaultRow[], missing: number): string {
  const total = (n: 0 | 3 | 4) => rows.reduce((sum, { counts }) => sum + counts[n], 0);
  const lines = rows.map(({ scenario, fault, settling, counts, commit }) =>
    line(scenario, fault, settling, ...counts.map(String), commit),
  );
  return `# Injected faults

\`npm run faults\` runs each command again and again. The first time a fault hits the first system call that could change
anything, of the command or of a tool it calls; then the second, and so on until no call is left. After each the work is
settled, and the whole host is compared: it is as before the command or as after it, or it is mixed, which it never may be.
Test playbooks and their hosts: \`test/faults\`. \`kill-tree\` is SIGKILL to all processes at once. \`error\` and \`short\` hit one
call, \`errors\` and \`shorts\` all from there on. "killed at 97%, then" kills the command late, and it is settling that meets
the fault.

In all ${total(0)} points, ${total(3)} mixed, ${total(4)} amiss. Not tried yet: ${missing} rows.

${[line(...HEAD), line(...HEAD.map(() => '---')), ...lines].join('\n')}
`;
}

function line(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
