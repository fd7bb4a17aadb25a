import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { combined } from '../../src/kit/sysctl-combination.ts';

/**
 * Two namespaces at one wire; the sender's address is one that this end would answer by another interface. Says of
 * each pair of values whether the reverse path filter has dropped a packet.
 */
const SCRIPT = `
  unshare -n sleep 60 &
  other=$!
  until [ "$(readlink /proc/$other/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
  there() { nsenter --target $other --net "$@"; }
  ip link set lo up
  ip link add va address 02:00:00:00:00:01 type veth peer name vb netns $other
  ip link add elsewhere type veth peer name nowhere
  ip link set nowhere up
  ip address add 10.9.0.1/24 dev va
  ip address add 10.8.0.9/24 dev elsewhere
  ip link set va up
  ip link set elsewhere up
  there ip address add 10.9.0.2/24 dev vb
  there ip address add 10.8.0.1/32 dev vb
  there ip link set vb up
  there ip route add 10.9.0.1/32 dev vb src 10.8.0.1
  count() { awk -v kind="$1:" -v name="$2" '$1 == kind && /[A-Z].* [A-Z]/ { for (i = 1; i <= NF; i++) if ($i == name) at = i } $1 == kind && /: [0-9]/ { print $at }' "$3"; }
  filtered() { count TcpExt IPReversePathFilter /proc/net/netstat; }
  arrived() { count Udp NoPorts /proc/net/snmp; }
  # An address that has to be asked for first is a packet that is filtered, too.
  there ip neigh add 10.9.0.1 lladdr 02:00:00:00:00:01 dev vb
  for all in 0 1 2; do
    for own in 0 1 2; do
      echo $all > /proc/sys/net/ipv4/conf/all/rp_filter
      echo $own > /proc/sys/net/ipv4/conf/va/rp_filter
      was="$(filtered) $(arrived)"
      there bash -c 'echo > /dev/udp/10.9.0.1/9'
      until [ "$(filtered) $(arrived)" != "$was" ]; do sleep 0.01; done
      [ "$(filtered)" = "\${was% *}" ] && echo $all $own passes || echo $all $own drops
    done
  done
  kill $other
`;

test('of all and its own, the kernel takes the larger', () => {
  const { stdout, stderr } = spawnSync('/usr/bin/unshare', ['-n', '/bin/sh', '-uc', SCRIPT], {
    encoding: 'utf8',
  });
  const lines = stdout.trim().split('\n');
  assert.equal(lines.length, 9, stderr);
  for (const line of lines) {
    const [all = '', own = '', found] = line.split(' ');
    const values: { readonly [name: string]: string } = { all, va: own };
    const isStrict = combined.larger.holds((name) => values[name] ?? null, ['all', 'va'], ['1']);
    assert.equal(found, isStrict ? 'drops' : 'passes', line);
  }
});
