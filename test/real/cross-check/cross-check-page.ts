import type { CrossCheckResult, CrossCheckResults } from './cross-check-results.ts';
import { isSettled } from './is-settled.ts';
import type { ScannerMapping } from './scanner-mapping.ts';
import { scanners } from './scanners.ts';

const NONE: CrossCheckResult = { before: '-', after: '-', inForce: '-' };

/** docs/cross-check.md: the mapping, and what the scanners said before and after `--profile strict`. */
export function crossCheckPage(results: CrossCheckResults): string {
  const sections = Object.entries(scanners).map(([name, { about, mapping }]) =>
    section(name, about, mapping, results[name] ?? new Map()),
  );
  return `# Cross-check with other scanners

Two scanners of Debian's look at a throw-away Debian 12 with a running Docker before and after
\`holdfast apply --unattended --profile strict\`. \`npm run cross-check\` does it and writes this page (as root, about ten
minutes). Which of their tests belong to which control was written down first, in \`test/real/cross-check/\`: a test is
mapped where a control covers its subject, whether or not the control does what the test asks for. Every mapped test
passes afterwards or does not apply, but for the exceptions, each with its reason. Where an exception's subject can be
seen otherwise, by the program that it is for (\`sshd -T\`) or in the file that it reads, a command in the mapping does so,
and \`in force\` is its answer. All other tests are listed as out of scope, by area.

The host is a container, with what its policy needs (\`test/real/cross-check/policy.ini\`) installed beforehand: a packet
filter, rsyslog with TLS, logrotate, unattended-upgrades, a mail transfer agent. No audit rule can be loaded in there, so
the audit playbooks are applied to its files as to those of an image (\`--root\`).

The catalogue's other known differences do not show here: neither scanner asks for overlayfs to be off, which would end
Docker's storage, and neither looks at Docker's content trust.

${sections.join('\n')}`;
}

function section(
  name: string,
  about: string,
  mapping: ScannerMapping,
  results: CrossCheckResults[string],
): string {
  const tests = Object.entries(mapping.controls).flatMap(([control, names]) =>
    names.map((test) => ({ control, test, result: results?.get(test) ?? NONE })),
  );
  const rows = tests
    .filter(({ test }) => mapping.exceptions[test] === undefined)
    .map(({ control, test, result }) => row(test, control, result.before, result.after));
  const exceptions = tests
    .filter(({ test }) => mapping.exceptions[test] !== undefined)
    .map(({ control, test, result }) =>
      row(test, control, result.before, result.after, result.inForce, mapping.exceptions[test] ?? ''),
    );
  const open = tests.filter(({ test, result }) => !isSettled(mapping, test, result));
  const count = (state: 'before' | 'after') => tests.filter(({ result }) => result[state] === 'pass').length;
  const absent = tests.filter(({ result }) => result.after === 'notapplicable').length;
  const areas = Object.entries(mapping.outOfScope).map(([area, patterns]) => row(area, patterns.join(', ')));
  return `## ${name}

${about}

${tests.length} tests are mapped: ${count('before')} pass before, ${count('after')} after, ${absent} do not apply. ${exceptions.length} are exceptions. ${open.length} are open.

${table(['test', 'control', 'before', 'after'], rows)}
### Exceptions of ${name}

${table(['test', 'control', 'before', 'after', 'in force', 'why it need not pass'], exceptions)}
### Out of scope of ${name}

${table(['area', 'tests'], areas)}`;
}

function table(head: readonly string[], lines: readonly string[]): string {
  return `${[row(...head), row(...head.map(() => '---')), ...lines].join('\n')}\n`;
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('*', '\\*')).join(' | ')} |`;
}
