import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool } from './run-tool.ts';

/** An ext4 of one's own, mounted where only those inside see it, that can lose its power. */
export interface LossyDisk extends AsyncDisposable {
  /** Put before a command, runs it where the disk is mounted. */
  readonly enter: readonly string[];
  /** Its top, as it is called inside. */
  readonly inside: string;
  /** The same as seen from outside: for reading manifests. */
  readonly outside: string;
  /** All that has not reached the disk by now is lost, and the disk is there again: what lies on it is all there is. */
  losePower(): void;
  /** A copy of it at rest, to make further disks of: all that was written is there. */
  saveTo(image: string): void;
}

const BYTES = 32 * 2 ** 20;
/** Nothing reaches the disk because of something else, or because it is time: who does not sync has nothing there. */
const LAZY = 'data=writeback,noauto_da_alloc,commit=600';

/** Makes one (0.2 s), empty or a copy of an image. What is mounted ends with us, however we end. */
export async function lossyDisk(image?: string): Promise<LossyDisk> {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-lossy-'));
  const [disk, lost, inside] = [join(place, 'disk'), join(place, 'lost'), join(place, 'top')];
  mkdirSync(inside);
  if (image === undefined) {
    writeFileSync(disk, '');
    truncateSync(disk, BYTES);
    runTool('mkfs.ext4', ['-q', '-E', 'lazy_itable_init=0,lazy_journal_init=0', disk]);
  } else sparseCopy(image, disk);
  const holder = spawn(
    'setpriv',
    ['--pdeathsig=KILL', 'unshare', '--mount', '--propagation=private', '/bin/sh', '-c', 'echo; exec cat'],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const enter = ['nsenter', `--target=${holder.pid}`, '--mount', '--'];
  const run = (...[program = '', ...args]: readonly string[]) =>
    runTool('nsenter', [...enter.slice(1), program, ...args]);
  const mount = () => run('mount', '-o', `loop,${LAZY}`, disk, inside);
  const dispose = async () => {
    await end(holder);
    rmSync(place, { recursive: true });
  };
  try {
    await once(holder.stdout, 'data');
    mount();
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    enter,
    inside,
    outside: `/proc/${holder.pid}/root${inside}`,
    losePower() {
      sparseCopy(disk, lost);
      run('umount', inside);
      sparseCopy(lost, disk);
      mount();
    },
    saveTo(image) {
      run('umount', inside);
      sparseCopy(disk, image);
      mount();
    },
    [Symbol.asyncDispose]: dispose,
  };
}

function sparseCopy(from: string, to: string): void {
  runTool('cp', ['--sparse=always', from, to]);
}

async function end(holder: ChildProcess): Promise<void> {
  if (holder.exitCode !== null || holder.signalCode !== null) return;
  holder.kill('SIGKILL');
  await once(holder, 'exit');
}
