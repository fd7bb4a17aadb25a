import {
  constants,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LabHost } from './lab-host.ts';
import { preparedRoot } from './prepared-root.ts';
import { runTool } from './run-tool.ts';

/** What a machine is started from, and a directory of one's own with it; all is gone when disposed of. */
export interface MachineImage extends Disposable {
  readonly place: string;
  readonly kernel: string;
  readonly initrd: string;
  /** Raw images of ext4 file systems, `blank` of nothing. */
  readonly root: string;
  readonly tools: string;
  readonly blank: string;
}

/** A kernel, what its initrd is made with, and the agent that commands are run by. */
const MACHINE = ['kmod', 'linux-image-cloud-amd64', 'qemu-guest-agent', 'udev'];
const ROOT_SIZE = '4G';
const BLANK_BYTES = 2 ** 30;

/** Makes a host's disks (10 to 20 s, 1 GB): its root, the directory `shown` as the tools' disk, and an empty one. */
export function machineImage(host: LabHost, shown: string): MachineImage {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-machine-'));
  const at = (name: string) => join(place, name);
  const dispose = () => rmSync(place, { recursive: true });
  try {
    using prepared = preparedRoot(host, MACHINE);
    mkdirSync(join(prepared.path, 'opt/lab'));
    for (const name of ['vmlinuz', 'initrd.img']) {
      copyFileSync(join(prepared.path, name), at(name), constants.COPYFILE_FICLONE);
    }
    fileSystem(prepared.path, at('root'), ROOT_SIZE);
    fileSystem(shown, at('tools'), '256M');
    writeFileSync(at('blank'), '');
    truncateSync(at('blank'), BLANK_BYTES);
  } catch (error) {
    dispose();
    throw error;
  }
  return {
    place,
    kernel: at('vmlinuz'),
    initrd: at('initrd.img'),
    root: at('root'),
    tools: at('tools'),
    blank: at('blank'),
    [Symbol.dispose]: dispose,
  };
}

/** Finished here, so that no kernel thread goes on making it while somebody looks. */
function fileSystem(from: string, image: string, size: string): void {
  runTool('mkfs.ext4', ['-q', '-E', 'lazy_itable_init=0', '-d', from, image, size]);
}
