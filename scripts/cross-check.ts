import assert from 'node:assert/strict';
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
import type { BootedHost } from '../test/real/lab/booted-host.ts';
import { containerHost } from '../test/real/lab/container-host.ts';
import { workloadProbe } from '../test/real/lab/workload-probe.ts';

/**
 * `npm run cross-check`: what Lynis and OpenSCAP say of a throw-away Debian 12 with Docker before and after
 * `holdfast apply --unattended --profile strict`, beside the controls that their tests belong to. As root, about ten
 * minutes. Writes docs/cross-check.md, and ends with 1 where a mapped test neither passes nor is an exception.
 * `-- --page` only writes the page anew, as the mapping is now, with the results that it has.
 */
const PAGE = join(import.meta.dirname, '../docs/cross-check.md');
const POLICY = join(import.meta.dirname, '../test/real/cross-check/policy.ini');
/** The scanners, what Debian's installer has and debootstrap has not, and what the playbooks tell a person to install. */
const PACKAGES = [
  'ca-certificates',
  'dbus',
  'dma',
  'logrotate',
  'lynis',
  'nftables',
  'openscap-scanner',
  'rsyslog',
  'rsyslog-gnutls',
  'ssg-debderived',
  'unattended-upgrades',
];
const SECURITY = 'deb http://deb.debian.org/debian-security bookworm-security main\n';
const HOLDFAST = ['/opt/lab/node', '/opt/lab/holdfast.cjs', 'apply', '--unattended', '--profile', 'strict'];
/** A container has no audit, so the rules are written as into an image: what was in force stays in force. */
const AS_IMAGE = `
  mkdir /run/image
  mount --bind / /run/image
  status=0
  "$@" --root /run/image --policy /etc/holdfast/policy.ini 'audit/*' || status=$?
  umount /run/image
  rmdir /run/image
  exit $status
`;

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
    entries: {
      'etc/apt/sources.list.d/security.list': { text: SECURITY },
      'etc/holdfast/policy.ini': { text: readFileSync(POLICY, 'utf8'), mode: 0o600 },
    },
    docker: true,
  });
  const worked = workloadProbe(host);
  const before = runScanners(host);
  apply(host, ...HOLDFAST);
  apply(host, '/bin/sh', '-euc', AS_IMAGE, 'sh', ...HOLDFAST);
  assert.deepEqual(workloadProbe(host), worked, 'the workload');
  const after = runScanners(host);
  const holds = (script: string) => host.run('/bin/sh', '-euc', script).status === 0;
  return Object.fromEntries(
    Object.entries(scanners).map(([name, { mapping }]) => [
      name,
      sideBySide(mapping, before[name] ?? new Map(), after[name] ?? new Map(), holds),
    ]),
  );
}

function apply(host: BootedHost, ...command: readonly string[]): void {
  const { status, stdout, stderr } = host.run(...command);
  console.log(stdout);
  // 5: what is refused here is left out and listed.
  if (status !== 0 && status !== 5) throw new Error(`apply: ${status}\n${stderr}`);
}
