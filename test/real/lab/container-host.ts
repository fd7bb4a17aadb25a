import { type BootedHost, bootedHost } from './booted-host.ts';
import type { LabHost } from './lab-host.ts';
import { labTools } from './lab-tools.ts';
import { preparedRoot } from './prepared-root.ts';
import { startWorkload } from './start-workload.ts';

/** Boots a named host in a container, with its workload if it has one (5 to 20 s). */
export async function containerHost(host: LabHost): Promise<BootedHost> {
  await using made = new AsyncDisposableStack();
  const root = made.use(preparedRoot(host));
  const tools = made.use(await labTools());
  const booted = made.use(await bootedHost(root.path, tools.path));
  if (host.docker) startWorkload(booted);
  const live = booted.run('/bin/sh', '-euc', host.live ?? '');
  if (live.status !== 0) throw new Error(`live: ${live.status} ${live.stderr}`);
  const kept = made.move();
  return {
    ...booted,
    get enter() {
      return booted.enter;
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
