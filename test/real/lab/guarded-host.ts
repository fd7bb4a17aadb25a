import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Refusal } from '../../../src/model/refusal.ts';
import { type BootedHost, bootedHost } from './booted-host.ts';
import type { Candidate } from './guard-inside.ts';
import type { LabHost } from './lab-host.ts';
import { labTools } from './lab-tools.ts';
import { preparedRoot } from './prepared-root.ts';

/** A booted host whose guards can be asked. */
export interface GuardedHost extends AsyncDisposable {
  readonly booted: BootedHost;
  /** What the guards say of each candidate by itself. */
  ask(candidates: readonly Candidate[]): readonly (readonly Refusal[])[];
}

export async function guardedHost(host: LabHost): Promise<GuardedHost> {
  await using made = new AsyncDisposableStack();
  const root = made.use(preparedRoot(host));
  const tools = made.use(await labTools());
  await build({
    entryPoints: [join(import.meta.dirname, 'guard-inside.ts')],
    outfile: join(tools.path, 'lab/guard.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  const booted = made.use(await bootedHost(root.path, tools.path));
  const kept = made.move();
  return {
    booted,
    ask(candidates) {
      writeFileSync(join(tools.path, 'candidates.json'), JSON.stringify(candidates));
      const { status, stdout, stderr } = booted.run(
        '/opt/lab/node',
        '/opt/lab/lab/guard.mjs',
        '/opt/lab/candidates.json',
      );
      if (status !== 0) throw new Error(`guards: ${status} ${stderr}`);
      return JSON.parse(stdout) as readonly (readonly Refusal[])[];
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
