import { spawnSync } from 'node:child_process';
import { kernelSettings } from './kernel-settings.ts';
import { leftOut } from './left-out.ts';
import { loadedAuditRules } from './loaded-audit-rules.ts';
import { manifest } from './manifest.ts';
import { mountsHere } from './mounts-here.ts';
import { nftTables } from './nft-tables.ts';
import type { Ran } from './ran.ts';
import { unitStates } from './unit-states.ts';

/**
 * What is compared of a host that is up: run inside it by the Node at /opt/lab (see lab-tools.ts), it prints the
 * manifest as JSON, a list of [path, fields]; the last path is `live`. An argument names a directory that alone is
 * looked at. Needs getfattr, lsattr and findmnt.
 */
const run = (...[program = '', ...args]: readonly string[]): Ran => {
  const ran = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (ran.error !== undefined) throw ran.error;
  return { status: ran.status, stdout: ran.stdout, stderr: ran.stderr };
};

// Where audit belongs to another kernel's owner, as in a container, it answers nobody.
const audit = run('auditctl', '-s').status === 0 ? loadedAuditRules(run) : new Map([['audit', 'refused']]);
const without = leftOut('running');
const live = [
  ...kernelSettings(run, without.sysctls),
  ...audit,
  ...mountsHere(run, without.mounts),
  ...nftTables(run),
  ...unitStates(run, without.units),
];
const entries = manifest('/', process.argv[2] ?? '/', without);
process.stdout.write(JSON.stringify([...entries, ['live', Object.fromEntries(live)]]));
