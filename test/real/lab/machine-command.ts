import { join } from 'node:path';
import { kvmWorks } from './kvm-works.ts';
import type { MachineImage } from './machine-image.ts';

/** How QEMU is called, and where it can be listened to: a socket and a file. */
export interface MachineCommand {
  readonly args: readonly string[];
  readonly agent: string;
  readonly console: string;
}

/** No network, no display; QEMU ends where the machine would reset itself. Disks come as vda, vdb and vdc. */
export function machineCommand(image: MachineImage): MachineCommand {
  const [agent, console] = [join(image.place, 'agent'), join(image.place, 'console')];
  const isEmulated = !kvmWorks(image.kernel);
  const given = {
    machine: 'q35',
    // QEMU 7.2 emulates cmpxchg16b with flags that are not the processor's; the allocator of Linux 6.12 dies of it.
    cpu: isEmulated ? 'max,-cx16' : 'max',
    smp: '2',
    m: '1024',
    accel: isEmulated ? 'tcg,thread=multi' : 'kvm',
    display: 'none',
    serial: `file:${console}`,
    chardev: `socket,id=agent,server=on,wait=off,path=${agent}`,
    kernel: image.kernel,
    initrd: image.initrd,
    // A panic resets the machine, which ends QEMU, rather than waiting for somebody.
    append: 'root=/dev/vda rw console=ttyS0 panic=-1',
  };
  const disks = [image.root, `${image.tools},read-only=on`, image.blank];
  const devices = [
    'rng-pci',
    'serial-pci',
    'blk-pci,drive=disk0',
    'blk-pci,drive=disk1',
    'blk-pci,drive=disk2',
  ];
  const args = [
    ...['-nodefaults', '-no-user-config', '-no-reboot'],
    ...Object.entries(given).flatMap(([name, value]) => [`-${name}`, value]),
    ...disks.flatMap((file, i) => ['-drive', `if=none,id=disk${i},format=raw,file=${file}`]),
    ...devices.flatMap((device) => ['-device', `virtio-${device}`]),
    ...['-device', 'virtserialport,chardev=agent,name=org.qemu.guest_agent.0'],
  ];
  return { args, agent, console };
}
