import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { sysctlPath } from '../../src/formats/sysctl-conf.ts';
import { fitsPattern } from '../../src/host/fits-pattern.ts';
import { settingFamily } from '../../src/kinds/setting-family.ts';

/** In a network namespace of its own with two interfaces: all settings of the network before and after a write. */
const SCRIPT = `
  ip link add va type veth peer name vb
  echo "$2" > /proc/sys/$1
  sysctl -a --pattern '^net\\.ipv[46]\\.(conf|ip_forward)' 2> /dev/null
  echo =
  echo $((1 - $2)) > /proc/sys/$1
  sysctl -a --pattern '^net\\.ipv[46]\\.(conf|ip_forward)' 2> /dev/null
`;

for (const leader of ['net/ipv4/ip_forward', 'net/ipv6/conf/all/forwarding']) {
  for (const value of ['0', '1']) {
    test(`what the kernel writes besides ${leader} = ${value} is its family`, () => {
      const { stdout, stderr } = spawnSync(
        '/usr/bin/unshare',
        ['-n', '/bin/sh', '-euc', SCRIPT, 'sh', leader, value],
        {
          encoding: 'utf8',
        },
      );
      const [before = '', after = ''] = stdout.split('=\n').map((part) => part.split('\n'));
      assert.ok(before.length > 50, stderr);
      const changed = [...after]
        .filter((line) => !before.includes(line))
        .map((line) => sysctlPath(line.split(' ')[0] ?? ''));
      const family = settingFamily(leader);
      assert.ok(family);
      const others = changed.filter((path) => path !== leader);
      for (const path of others) {
        assert.ok(fitsPattern(path, family.follows) || family.resets.includes(path), path);
      }
      const names = ['all', 'default', 'lo', 'va', 'vb'];
      for (const path of [...names.map((name) => family.follows.replace('*', name)), ...family.resets])
        assert.ok(changed.includes(path), path);
    });
  }
}
