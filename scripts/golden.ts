import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { goldenPlan } from '../test/laws/lab/golden-plan.ts';
import { goldens } from '../test/laws/lab/goldens.ts';
import { labHosts } from '../test/real/lab/lab-hosts.ts';

/**
 * `npm run golden`: writes the golden plans from the captured hosts (seconds). `-- --capture [HOST…]` makes these
 * hosts of the lab anew first, all when none is named, and captures them: as root, half a minute for each.
 */
const SNAPSHOTS = join(import.meta.dirname, '../snapshots');
const [option, ...names] = process.argv.slice(2);
const hosts = await labHosts();

async function writePlans(named: (host: string) => boolean): Promise<void> {
  for (const { host, directory, profile, file } of goldens()) {
    if (named(host)) writeFileSync(file, await goldenPlan(directory, profile));
  }
}

if (option === undefined) {
  await writePlans(() => true);
} else if (option === '--capture' && names.every((name) => hosts.has(name))) {
  // The whole lab, which writing plans has no need of.
  const { captureLabHost } = await import('../test/real/lab/capture-lab-host.ts');
  for (const [name, host] of hosts) {
    if (names.length > 0 && !names.includes(name)) continue;
    console.error(`capturing ${name}`);
    await captureLabHost(name, host, join(SNAPSHOTS, name));
    await writePlans((captured) => captured === name);
  }
} else {
  console.error(`usage: npm run golden [-- --capture [HOST…]]\nHOST: ${[...hosts.keys()].join(', ')}`);
  process.exitCode = 1;
}
