import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type BootedHost, bootedHost } from './booted-host.ts';
import type { LabHost } from './lab-host.ts';
import { labTools } from './lab-tools.ts';
import { preparedRoot } from './prepared-root.ts';
import { startWorkload } from './start-workload.ts';

/** A booted host with a program of ours in it that is asked, and answers, in JSON. */
export interface ProgramInside<Asked, Answer> extends AsyncDisposable {
  readonly booted: BootedHost;
  ask(asked: Asked): Answer;
}

/** `file` is one of this folder: it reads the file that is its argument, and writes its answer to standard output. */
export async function programInside<Asked, Answer>(
  host: LabHost,
  file: string,
): Promise<ProgramInside<Asked, Answer>> {
  await using made = new AsyncDisposableStack();
  const root = made.use(preparedRoot(host));
  const tools = made.use(await labTools());
  await build({
    entryPoints: [join(import.meta.dirname, file)],
    outfile: join(tools.path, 'lab/inside.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  const booted = made.use(await bootedHost(root.path, tools.path));
  if (host.docker) startWorkload(booted);
  const kept = made.move();
  return {
    booted,
    ask(asked) {
      writeFileSync(join(tools.path, 'asked.json'), JSON.stringify(asked));
      const ran = booted.run('/opt/lab/node', '/opt/lab/lab/inside.mjs', '/opt/lab/asked.json');
      if (ran.status !== 0) throw new Error(`${file}: ${ran.status} ${ran.stderr}`);
      return JSON.parse(ran.stdout) as Answer;
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
