import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { type GuestAgent, guestAgent } from './guest-agent.ts';
import type { LabHost } from './lab-host.ts';
import { type MachineCommand, machineCommand } from './machine-command.ts';
import { type MachineImage, machineImage } from './machine-image.ts';
import type { Manifest, ManifestEntry } from './manifest.ts';
import type { Ran } from './ran.ts';
import type { RunningHost } from './running-host.ts';

/** A Debian with a kernel of its own, so with audit, every kernel setting and disks: /dev/vdc is an empty one of 1 GiB. */
export interface VirtualMachine extends RunningHost {
  readonly image: MachineImage;
  /** Where processors are emulated, hashing all files takes a minute; those of one directory a few seconds. */
  look(directory?: string): Promise<Manifest>;
  run(...command: readonly string[]): Promise<Ran>;
}

const LONGEST_BOOT_MS = 600_000;
const LONGEST_SHUTDOWN_MS = 300_000;
const LONGEST_RUN_MS = 600_000;

/**
 * Boots a host under QEMU, without a network: some seconds where KVM works, else about a minute, and several on a busy
 * machine. `shown` is a directory to see at /opt/lab (labTools).
 */
export async function virtualMachine(host: LabHost, shown: string): Promise<VirtualMachine> {
  const image = machineImage(host, shown);
  const command = machineCommand(image);
  let running: Running | null = null;
  const powerLoss = async () => {
    running?.qemu.kill('SIGKILL');
    await running?.ended;
    running?.agent?.[Symbol.dispose]();
    running = null;
  };
  const agentOf = () => {
    if (running?.agent === undefined) throw new Error('the machine is off');
    return running.agent;
  };
  const within = async <T>(milliseconds: number, what: Promise<T>, trouble: string): Promise<T> => {
    const late = new Promise<never>((_, reject) => {
      const fail = () => reject(new Error(`${trouble}${lastWords(command)}`));
      AbortSignal.timeout(milliseconds).addEventListener('abort', fail);
    });
    return await Promise.race([what, late]);
  };
  const run = async (...words: readonly string[]) =>
    await within(LONGEST_RUN_MS, agentOf().run(words), `${words.join(' ')} does not end`);
  const start = async () => {
    running = started(command);
    running.agent = await booted(running, command);
    const mounted = await run('mount', '-o', 'ro', '/dev/vdb', '/opt/lab');
    if (mounted.status !== 0) throw new Error(`mount: ${mounted.stderr}`);
  };
  const dispose = async () => {
    await powerLoss();
    image[Symbol.dispose]();
  };
  try {
    await start();
    const live = await run('/bin/sh', '-euc', host.live ?? '');
    if (live.status !== 0) throw new Error(`live: ${live.stderr}`);
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    image,
    run,
    async look(directory = '/'): Promise<Manifest> {
      const { status, stdout, stderr } = await run('/opt/lab/node', '/opt/lab/lab/look.mjs', directory);
      if (status !== 0) throw new Error(`look: ${status} ${stderr}`);
      return new Map(JSON.parse(stdout) as [string, ManifestEntry][]);
    },
    async reboot() {
      await agentOf().start(['systemctl', 'reboot']);
      await within(
        LONGEST_SHUTDOWN_MS,
        running?.ended ?? Promise.resolve(),
        'the machine does not shut down',
      );
      await powerLoss();
      await start();
    },
    powerLoss,
    start,
    [Symbol.asyncDispose]: dispose,
  };
}

interface Running {
  readonly qemu: ChildProcess;
  readonly ended: Promise<unknown>;
  said: string;
  agent?: GuestAgent;
}

function started({ args, agent }: MachineCommand): Running {
  rmSync(agent, { force: true });
  // Were this process killed, the machine would outlive it.
  const qemu = spawn('setpriv', ['--pdeathsig=KILL', 'qemu-system-x86_64', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const running: Running = { qemu, ended: once(qemu, 'exit'), said: '' };
  qemu.stderr.on('data', (data) => {
    running.said += data;
  });
  return running;
}

/** Its agent, once its services have started. */
async function booted(running: Running, command: MachineCommand): Promise<GuestAgent> {
  const { qemu } = running;
  const deadline = Date.now() + LONGEST_BOOT_MS;
  let agent: GuestAgent | null = null;
  while (Date.now() < deadline && qemu.exitCode === null && qemu.signalCode === null) {
    if (agent === null && existsSync(command.agent)) agent = await guestAgent(command.agent);
    if (agent !== null && (await agent.isThere())) {
      const { stdout } = await agent.run(['systemctl', 'is-system-running']);
      if (/running|degraded/.test(stdout)) return agent;
    }
    await wait(200);
  }
  agent?.[Symbol.dispose]();
  const how = qemu.exitCode ?? qemu.signalCode ?? 'still at it';
  throw new Error(`the machine did not boot: ${how} ${running.said}${lastWords(command)}`);
}

function lastWords({ console }: MachineCommand): string {
  const lines = existsSync(console) ? readFileSync(console, 'utf8').split('\n') : [];
  return `\n${lines.slice(-20).join('\n')}`;
}
