import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crossCheckPage } from '../test/real/cross-check/cross-check-page.ts';
import type { CrossCheckResults } from '../test/real/cross-check/cross-check-results.ts';
import { isSettled } from '../test/real/cross-check/is-settled.ts';
import { readCrossCheckPage } from '../test/real/cross-check/read-cross-check-page.ts';
import { runScanners } from '../test/real/cross-check/run-scanners.ts';
import { scanners } from '../test/real/cross-check/scanners.ts';
import { sideBySide } from '../test/real/cross-check/side-by-side.ts';
import stock from '../test/real/hosts/stock-12.ts';
import { containerHost } from '../test/real/lab/container-host.ts';

/**
 * `npm run cross-check`: what Lynis and OpenSCAP say of a throw-away Debian 12 with Docker before and after
 * `holdfast apply --unattended --profile strict`, beside the controls that their tests belong to. As root, about ten
 * minutes. Writes docs/cross-check.md, and ends with 1 where a mapped test neither passes nor is an exception.
 * `-- --page` only writes the page anew, as the mapping is now, with the results that it has.
 */
const PAGE = join(import.meta.dirname, '../docs/cross-check.md');
const POLICY = join(import.meta.dirname, '../test/real/cross-check/policy.ini');
const PACKAGES = ['lynis', 'openscap-scanner', 'ssg-debderived'];

const results = process.argv.includes('--page')
  ? readCrossCheckPage(readFileSync(PAGE, 'utf8'))
  : await crossCheck();
writeFileSync(PAGE, crossCheckPage(results));
let open = 0;
for (const [name, { mapping }] of Object.entries(scanners)) {
  for (const [test, result] of results[name] ?? []) {
    const settled = isSettled(mapping, test, result);
    if (!settled) open += 1;
    console.log(`${name} ${test}: ${result.before}, then ${result.after}${settled ? '' : ' !'}`);
  }
}
console.log(`${open} mapped tests neither pass nor are an exception.`);
process.exitCode = open === 0 ? 0 : 1;

async function crossCheck(): Promise<CrossCheckResults> {
  await using host = await containerHost({
    ...stock,
    packages: PACKAGES,
    entries: { 'etc/holdfast/policy.ini': { text: readFileSync(POLICY, 'utf8'), mode: 0o600 } },
    docker: true,
  });
  const before = runScanners(host);
  const applied = host.run(
    '/opt/lab/node',
    '/opt/lab/holdfast.cjs',
    'apply',
    '--unattended',
    '--profile',
    'strict',
  );
  console.log(applied.stdout);
  // 5: what is refused here, such as audit rules in a container, is left out and listed.
  if (applied.status !== 0 && applied.status !== 5)
    throw new Error(`apply: ${applied.status}\n${applied.stderr}`);
  const after = runScanners(host);
  return Object.fromEntries(
    Object.entries(scanners).map(([name, { mapping }]) => [
      name,
      sideBySide(mapping, before[name] ?? new Map(), after[name] ?? new Map()),
    ]),
  );
}
