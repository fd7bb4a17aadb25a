import type { DataDirectory } from '../facts/docker-data.ts';
import { encodeMountField } from '../formats/mount-escapes.ts';
import { shellWord } from '../formats/shell-word.ts';

/** How a person moves a data directory onto a file system of its own; DEVICE is the only thing to fill in. */
export function moveSteps({ real, owner }: DataDirectory, isBound: boolean): readonly string[] {
  const path = shellWord(real);
  const field = shellWord(encodeMountField(real));
  const service = owner === 'Docker' ? 'docker.service' : 'containerd.service';
  return [
    `choose an empty partition or logical volume, DEVICE below: lsblk -f; it must be larger than what du -xsh ${path} says, by a fifth at least`,
    'mkfs.ext4 DEVICE',
    'stop every container, then: systemctl stop docker.socket docker.service containerd.service',
    ...(isBound ? [`umount ${path}`] : []),
    'mkdir /mnt/new && mount DEVICE /mnt/new',
    `rsync -aHAXS --numeric-ids ${path}/ /mnt/new/ && chmod --reference=${path} /mnt/new && umount /mnt/new`,
    `mv ${path} ${path}.before && mkdir -m 0710 ${path}`,
    `echo "UUID=$(blkid -s UUID -o value DEVICE)" ${field} ext4 defaults 0 2 >> /etc/fstab`,
    `systemctl daemon-reload && findmnt --verify && mount ${path}`,
    `mkdir -p /etc/systemd/system/${service}.d && printf '[Unit]\\nRequiresMountsFor=%s\\n' ${path} > /etc/systemd/system/${service}.d/data.conf && systemctl daemon-reload`,
    `where SELinux is on: restorecon -R ${path}`,
    'systemctl start containerd.service docker.socket docker.service, and load the audit rules anew: augenrules --load',
    `when docker ps -a, docker images and docker volume ls show what they showed before: rm -rf ${path}.before`,
  ];
}
