import { createLocalHost } from '../../../src/host/local-host.ts';
import { createStateDir } from '../../../src/host/state-dir.ts';
import { level } from '../../unit/engine/lab/level.ts';
import { applyOn } from '../../unit/engine/lab/small-lab.ts';

/** Run inside a lab host: sets /etc/level to 7, which reloads level.service, with the probes that are built in. */
async function main(): Promise<void> {
  const stateDir = createStateDir({ root: '/', path: '/var/lib/holdfast' });
  const host = createLocalHost({ root: '/', stateDir: '/var/lib/holdfast' });
  const told: unknown[] = [];
  const onProgress = (progress: object) => void ('probe' in progress && told.push(progress));
  const { status, refusals } = await applyOn(host, stateDir, [level], { onProgress });
  process.stdout.write(JSON.stringify({ status, refusals, told }));
}

await main();
