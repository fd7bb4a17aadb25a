import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, readlinkSync } from 'node:fs';
import { test } from 'node:test';
import type { BootedHost } from './lab/booted-host.ts';
import { compareManifests } from './lab/compare-manifests.ts';
import { containerHost } from './lab/container-host.ts';
import type { Release } from './lab/debian-root.ts';
import { showDifferences } from './lab/show-differences.ts';

const RELEASES: Readonly<Record<string, Release>> = { 12: 'bookworm', 13: 'trixie' };

/** It tells an orderly end from a power loss. */
const WITNESS = `
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/true
ExecStop=/bin/sh -c 'echo stopped >> /var/witness'
[Install]
WantedBy=multi-user.target
`;
const LIVE = `
  mount -t tmpfs kept /mnt
  mount -t tmpfs lost /srv
  systemctl enable --now witness.service
`;
/** One change in each place that is looked at, and all that must then be seen: path and field. */
const CHANGES = `
  echo other > /etc/written
  chmod 600 /etc/closed
  rm /etc/removed
  chmod 700 /var/lib/docker
  sysctl -q -w net.ipv4.conf.all.log_martians=1
  mount -o remount,noexec /mnt
  umount /srv
  systemctl disable --now witness.service
`;
const SEEN = [
  '/etc mtime',
  '/etc/closed mode',
  '/etc/removed entry',
  '/etc/systemd/system/multi-user.target.wants mtime',
  '/etc/systemd/system/multi-user.target.wants/witness.service entry',
  '/etc/written content',
  '/etc/written mtime',
  '/etc/written size',
  '/srv mode',
  '/srv mtime',
  '/var mtime',
  '/var/lib/docker mode',
  '/var/witness entry',
  'live mount /mnt',
  'live mount /srv',
  'live sysctl net.ipv4.conf.all.log_martians',
  'live unit srv.mount state',
  'live unit witness.service file',
  'live unit witness.service state',
];

function said(host: BootedHost, ...command: readonly string[]): string {
  const { status, stdout, stderr } = host.run(...command);
  assert.equal(status, 0, `${command.join(' ')}: ${stderr}`);
  return stdout.trim();
}

for (const [version, release] of Object.entries(RELEASES)) {
  test(`Debian ${version} boots, is looked at, shuts down, loses power, and leaves nothing`, async (t) => {
    const ownCgroups = () => globSync(`/sys/fs/cgroup/**/holdfast-lab-${process.pid}-*`);
    const started = performance.now();
    let init: string;
    {
      await using host = await containerHost({
        release,
        about: 'What shows in each place that is looked at.',
        on: 'container',
        entries: {
          'etc/closed': { text: 'text\n' },
          'etc/removed': { text: 'text\n' },
          'etc/written': { text: 'text\n' },
          'etc/systemd/system/witness.service': { text: WITNESS },
        },
        live: LIVE,
      });
      t.diagnostic(`made and booted in ${((performance.now() - started) / 1000).toFixed(1)} s`);
      init = host.enter[2] ?? '';
      assert.match(readFileSync(`/proc/${init}/comm`, 'utf8'), /^systemd$/m);
      assert.notEqual(ownCgroups().length, 0);

      assert.match(said(host, 'cat', '/etc/os-release'), new RegExp(`^VERSION_ID="${version}"$`, 'm'));
      assert.equal(said(host, 'readlink', '/proc/1/exe'), '/usr/lib/systemd/systemd');
      for (const kind of ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'uts'])
        assert.notEqual(said(host, 'readlink', `/proc/1/ns/${kind}`), readlinkSync(`/proc/self/ns/${kind}`));
      // These two are the machine's.
      assert.notEqual(host.run('auditctl', '-w', '/etc/written', '-p', 'w').status, 0);
      assert.notEqual(host.run('sysctl', '-q', '-w', 'kernel.printk=4 4 1 7').status, 0);

      const before = await host.look();
      assert.equal(showDifferences(compareManifests(before, await host.look())), '');
      said(host, '/bin/sh', '-euc', CHANGES);
      const found = compareManifests(before, await host.look());
      assert.deepEqual(found.map(({ path, field }) => `${path} ${field}`).sort(), [...SEEN].sort());

      said(host, '/bin/sh', '-euc', 'rm /var/witness; systemctl enable --now witness.service');
      await host.reboot();
      assert.equal(said(host, 'cat', '/etc/written', '/var/witness'), 'other\nstopped');
      assert.equal(said(host, 'sysctl', '-n', 'net.ipv4.conf.all.log_martians'), '0');
      assert.equal(said(host, 'systemctl', 'is-active', 'witness.service'), 'active');
      await host.powerLoss();
      await host.start();
      assert.equal(said(host, 'cat', '/etc/written', '/var/witness'), 'other\nstopped');
      assert.equal(host.outside('busybox', 'ping', '-c', '1', '-W', '2', '10.203.0.2').status, 0);
      init = host.enter[2] ?? '';
    }
    assert.equal(existsSync(`/proc/${init}`), false);
    assert.deepEqual(ownCgroups(), []);
  });
}
