import { spawnSync } from 'node:child_process';

/** The standard output of a tool that must succeed; an error with its words when it does not. */
export function runTool(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Buffer {
  const ran = spawnSync(program, args, { env, maxBuffer: 1 << 30 });
  if (ran.error !== undefined) throw ran.error;
  if (ran.status !== 0) {
    const words = `${ran.stderr}${ran.stdout}`.slice(-2000);
    throw new Error(`${program} ${args.join(' ')}: status ${ran.status ?? ran.signal}\n${words}`);
  }
  return ran.stdout;
}
