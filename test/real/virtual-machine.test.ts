import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import stock from './hosts/stock-12.ts';
import { labTools } from './lab/lab-tools.ts';
import { virtualMachine } from './lab/virtual-machine.ts';

test('a machine has its own audit, a second disk and real reboots, loses what is not synced, and leaves nothing', async () => {
  using tools = await labTools();
  const { place } = await (async () => {
    // Starting the engine takes half of each boot where processors are emulated.
    const prepare = 'systemctl disable docker.service docker.socket containerd.service';
    await using machine = await virtualMachine({ ...stock, prepare }, tools.path);
    const shell = async (script: string) => {
      const { status, stdout, stderr } = await machine.run('/bin/sh', '-euc', script);
      assert.equal(status, 0, stderr);
      return stdout;
    };
    const rule = '-w /etc/docker -p wa -k lab';
    await shell(`auditctl ${rule}; cat /proc/sys/kernel/random/boot_id > /etc/first-boot`);
    assert.equal((await shell('auditctl -l')).trim(), rule);
    await shell('mkfs.ext4 -q /dev/vdc && mount /dev/vdc /mnt && echo kept > /mnt/file && umount /mnt');
    assert.equal(await shell('ls /sys/class/net'), 'lo\n');

    await machine.reboot();
    assert.notEqual(await shell('cat /proc/sys/kernel/random/boot_id'), await shell('cat /etc/first-boot'));
    assert.equal((await shell('auditctl -l')).trim(), 'No rules');
    assert.equal(await shell('mount -o ro /dev/vdc /mnt && cat /mnt/file'), 'kept\n');
    const looked = await machine.look('/etc');
    assert.equal(looked.get('/etc/first-boot')?.type, 'file');
    assert.equal(looked.get('live')?.['sysctl net.ipv4.conf.all.send_redirects'], '1');

    await shell('echo synced > /etc/synced; sync; echo lost > /etc/lost');
    await machine.powerLoss();
    await machine.start();
    assert.equal(await shell('cat /etc/synced; ! cat /etc/lost 2>/dev/null'), 'synced\n');
    assert.equal(spawnSync('pgrep', ['-f', machine.image.place]).status, 0);
    return machine.image;
  })();
  assert.equal(existsSync(place), false);
  assert.equal(spawnSync('pgrep', ['-f', place]).status, 1);
});
