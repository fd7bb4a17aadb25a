import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const LONGEST_MS = 10_000;
let answer: boolean | null = null;

/**
 * Whether a guest really boots with KVM here: on machines that are guests themselves /dev/kvm may be there and good
 * for nothing. A kernel without a root gives up at once, and that ends QEMU; asked once a process.
 */
export function kvmWorks(kernel: string): boolean {
  answer ??= existsSync('/dev/kvm') && givesUp(kernel);
  return answer;
}

function givesUp(kernel: string): boolean {
  const args = [
    '-accel',
    'kvm',
    '-cpu',
    'max',
    '-machine',
    'q35',
    '-m',
    '512',
    '-nodefaults',
    '-no-user-config',
  ];
  const boot = ['-display', 'none', '-no-reboot', '-kernel', kernel, '-append', 'panic=-1'];
  const ran = spawnSync('qemu-system-x86_64', [...args, ...boot], {
    stdio: 'ignore',
    timeout: LONGEST_MS,
    killSignal: 'SIGKILL',
  });
  return ran.status === 0;
}
