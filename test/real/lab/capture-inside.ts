import { writeFileSync } from 'node:fs';
import { runTool } from './run-tool.ts';
import type { RunningHost } from './running-host.ts';

/** In memory, so that it also has room where the disk is full. */
const INSIDE = '/run/holdfast-capture';

/** Captures a host that is up, by the tool inside it, into a directory out here that is new. */
export async function captureInside(host: RunningHost, to: string): Promise<void> {
  await runInside(host, '/opt/lab/node', '/opt/lab/holdfast.cjs', 'capture', INSIDE);
  const archive = await runInside(host, '/bin/sh', '-c', `tar -cC ${INSIDE} . | base64`);
  await runInside(host, 'rm', '-r', INSIDE);
  writeFileSync(`${to}.tar`, Buffer.from(archive, 'base64'));
  runTool('mkdir', [to]);
  runTool('tar', ['-xf', `${to}.tar`, '-C', to]);
}

async function runInside(host: RunningHost, ...command: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await host.run(...command);
  if (status !== 0)
    throw new Error(`${command.join(' ')}: status ${status}\n${stderr}${stdout.slice(-2000)}`);
  return stdout;
}
