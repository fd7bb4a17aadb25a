import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue } from '../src/cli/catalogue.ts';
import { builtHoldfast } from '../test/real/lab/holdfast.ts';
import type { LabHost } from '../test/real/lab/lab-host.ts';
import { labHosts } from '../test/real/lab/lab-hosts.ts';
import { type LabRow, labTable } from '../test/real/lab/lab-table.ts';
import { openSubject } from '../test/real/lab/open-subject.ts';
import { type LabJourney, playbookJourney } from '../test/real/lab/playbook-journey.ts';
import { readLabTable } from '../test/real/lab/read-lab-table.ts';

/**
 * `npm run lab`: every playbook on every host of the lab, by itself and each profile together, there and back; each
 * profile with reboots on a host of each release, and whatever waits for a boot; then the long tests of test/lab. Hours,
 * as root. Writes docs/lab.md, host by host. `-- HOST…` takes these hosts only, without the long tests.
 */
const ROOT = join(import.meta.dirname, '..');
const TABLE = join(ROOT, 'docs/lab.md');
/** With a workload, which has to be back after a boot, too. One of each release. */
const REBOOTED = ['docker-12', 'docker-13'];
const AT_ONCE = 2;

const wanted = process.argv.slice(2);
const known = await labHosts();
const unknown = wanted.filter((name) => !known.has(name));
if (unknown.length > 0) throw new Error(`no such host: ${unknown.join(', ')}`);
const hosts = [...known].filter(([name]) => wanted.length === 0 || wanted.includes(name));
const catalogue = await loadCatalogue();
const all = catalogue.map(({ id }) => id);
/** The last has all. */
const profiles = (['baseline', 'container-host', 'strict'] as const).map(
  (profile) =>
    [profile, catalogue.filter(({ profiles: of }) => of.includes(profile)).map(({ id }) => id)] as const,
);
using holdfast = await builtHoldfast();

let failures = 0;
function tell(what: string, { broken, refused }: Pick<LabJourney, 'broken' | 'refused'>): void {
  const refusal = refused.length === 0 ? '' : `, refused: ${[...new Set(refused)].join(', ')}`;
  console.log(`${what}: ${broken.length} laws broken${refusal}`);
  for (const { law, what: of } of broken) console.log(`! ${what}: ${law}: ${of}`);
  failures += broken.length;
}

async function attempt(what: string, act: () => Promise<LabJourney>): Promise<LabJourney | null> {
  try {
    const journey = await act();
    tell(what, journey);
    return journey;
  } catch (error) {
    tell(what, { broken: [{ law: 'apply and rollback succeed', what: String(error) }], refused: [] });
    return null;
  }
}

/** What this run finds takes the place of what an earlier one found on the same host. */
function record(host: string, rows: readonly LabRow[]): void {
  const others = recorded().filter((row) => row.host !== host);
  writeFileSync(TABLE, labTable(known, all, [...others, ...rows]));
}

function recorded(): readonly LabRow[] {
  return existsSync(TABLE) ? readLabTable(readFileSync(TABLE, 'utf8')) : [];
}

function cellsOf(
  { verdicts, refused }: Pick<LabJourney, 'verdicts' | 'refused'>,
  id: string,
): readonly string[] {
  const [start, applied, back] = verdicts(id);
  const codes = [...new Set(refused)].join(', ');
  return [start, codes === '' ? applied : `refused: ${codes}`, back];
}

const awaitBoot = new Map<string, string>();

async function visit(name: string, host: LabHost): Promise<void> {
  await using subject = await openSubject(host, holdfast);
  let together: LabJourney | null = null;
  for (const [profile, ids] of profiles)
    together = await attempt(`${name}, ${profile}`, () => playbookJourney(subject, ids, all));
  const rows: LabRow[] = [];
  for (const id of all) {
    const journey = isToGo(id, host, together)
      ? await attempt(`${name}, ${id}`, () => playbookJourney(subject, [id], all))
      : together;
    if (journey === null) continue;
    // What keeps all others from being applied is nothing to who has nothing to do.
    const isIdle = journey === together && journey.verdicts(id)[0] !== 'unmet';
    rows.push({
      playbook: id,
      host: name,
      cells: cellsOf(isIdle ? { ...journey, refused: [] } : journey, id),
    });
    if (host.on !== 'image') for (const waiting of journey.awaitBoot) awaitBoot.set(waiting, name);
  }
  record(name, rows);
}

/**
 * Who has nothing to do changes nothing by itself either. And a machine takes minutes for a journey: what has been there
 * and back elsewhere goes with all others there.
 */
function isToGo(id: string, { on }: LabHost, together: LabJourney | null): boolean {
  if (together === null) return true;
  const hasTravelled = recorded().some(
    ({ playbook, cells: [start = '', applied = ''] }) =>
      playbook === id && start === 'unmet' && ['met', 'pending'].includes(applied),
  );
  return together.verdicts(id)[0] === 'unmet' && !(on === 'machine' && hasTravelled);
}

// They wait for their containers more than for a core. Machines take one each, and come last: see above.
const waiting = [...hosts].sort(([, a], [, b]) => Number(a.on === 'machine') - Number(b.on === 'machine'));
const visitors = Array.from({ length: AT_ONCE }, async () => {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [name] = next;
    // One host that cannot be opened says nothing of the others, which took an hour.
    await visit(...next).catch((error: unknown) => {
      const broken = [{ law: 'apply and rollback succeed', what: String(error) }] as const;
      tell(name, { broken, refused: [] });
    });
  }
});
await Promise.all(visitors);

for (const [name, host] of hosts) {
  const pending = all.filter((id) => awaitBoot.get(id) === name).map((id) => [id, [id]] as const);
  for (const [what, ids] of [...pending, ...(REBOOTED.includes(name) ? profiles : [])]) {
    await using subject = await openSubject(host, holdfast);
    await attempt(`${name}, ${what}, with reboots`, () => playbookJourney(subject, ids, all, 'reboots'));
  }
}

if (wanted.length === 0) {
  const long = spawnSync(process.execPath, ['--test', '--test-concurrency=1', 'test/lab/*.test.ts'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (long.status !== 0) failures += 1;
}
console.log(`${hosts.length} hosts, ${all.length} playbooks, ${failures} amiss.`);
process.exitCode = failures === 0 ? 0 : 1;
