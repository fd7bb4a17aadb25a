import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import type { Ran } from './ran.ts';

/** qemu-guest-agent inside a machine, by a wire of its own: it needs neither the guest's network nor its accounts. */
export interface GuestAgent extends Disposable {
  /** Whether it answers within a second. */
  isThere(): Promise<boolean>;
  /** Starts a command as root, with nothing on standard input; its process id. */
  start(command: readonly string[]): Promise<number>;
  /** The same to its end. Up to 16 MiB of output. */
  run(command: readonly string[]): Promise<Ran>;
}

interface Reply {
  readonly id: number;
  readonly return: unknown;
  readonly error?: { readonly desc: string };
}

/** As the agent tells it; the output is in base64. */
interface ExecStatus {
  readonly exited: boolean;
  readonly exitcode?: number;
  readonly 'out-data'?: string;
  readonly 'err-data'?: string;
  readonly 'out-truncated'?: boolean;
}

const PATIENCE_MS = 1000;
const LONGEST_PAUSE_MS = 500;

/** Speaks to the agent over the socket that QEMU made at `path`. Whatever is asked of a machine that ends fails. */
export async function guestAgent(path: string): Promise<GuestAgent> {
  const socket = connect(path);
  await once(socket, 'connect');
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let asked = 0;
  createInterface({ input: socket }).on('line', (line) => {
    const reply: Reply = JSON.parse(line);
    const { resolve, reject } = waiting.get(reply.id) ?? {};
    waiting.delete(reply.id);
    if (reply.error === undefined) resolve?.(reply.return);
    else reject?.(new Error(`guest agent: ${reply.error.desc}`));
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('the machine has ended'));
  });

  const ask = (execute: string, given: object = {}): Promise<unknown> => {
    const answer = Promise.withResolvers<unknown>();
    // Who has stopped waiting, as isThere does, hears of no failure either.
    answer.promise.catch(() => undefined);
    asked += 1;
    waiting.set(asked, answer);
    if (socket.closed) answer.reject(new Error('the machine has ended'));
    else socket.write(`${JSON.stringify({ execute, arguments: given, id: asked })}\n`);
    return answer.promise;
  };
  const start = async ([path = '', ...arg]: readonly string[]) => {
    const { pid } = (await ask('guest-exec', { path, arg, 'capture-output': true })) as { pid: number };
    return pid;
  };
  return {
    start,
    async isThere() {
      const there = ask('guest-ping').then(
        () => true,
        () => false,
      );
      return Promise.race([there, wait(PATIENCE_MS, false)]);
    },
    async run(command) {
      const pid = await start(command);
      for (let pause = 10; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
        const status = (await ask('guest-exec-status', { pid })) as ExecStatus;
        if (status.exited) return ranAs(status, command);
        await wait(pause);
      }
    },
    [Symbol.dispose]: () => socket.destroy(),
  };
}

function ranAs(status: ExecStatus, [program]: readonly string[]): Ran {
  if (status['out-truncated'] === true) throw new Error(`guest agent: ${program} says more than it carries`);
  const text = (data = '') => Buffer.from(data, 'base64').toString('utf8');
  return {
    status: status.exitcode ?? null,
    stdout: text(status['out-data']),
    stderr: text(status['err-data']),
  };
}
