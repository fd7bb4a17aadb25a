import assert from 'node:assert/strict';
import { test } from 'node:test';
import { services } from '../../src/facts/services.ts';
import { createRootedHost } from '../../src/host/rooted-host.ts';
import type { Path } from '../../src/model/path.ts';
import { readFacts } from '../cases/read-facts.ts';
import { debianChroot } from './lab/debian-chroot.ts';
import { labTools } from './lab/lab-tools.ts';
import { readReport } from './lab/read-report.ts';

const UNITS = '/usr/lib/systemd/system';
const WRITE = `
  unit() { printf '[Service]\\nType=simple\\nExecStart=/bin/true\\n[Install]\\n%s\\n' "$2" > ${UNITS}/$1; }
  unit cups.service 'WantedBy=multi-user.target
Also=cups.socket'
  printf '[Socket]\\nListenStream=/run/x\\n[Install]\\nWantedBy=sockets.target\\n' > ${UNITS}/cups.socket
  unit named.service 'WantedBy=multi-user.target
Alias=bind9.service'
  unit avahi-daemon.service 'Alias=dbus-org.freedesktop.Avahi.service'
  unit rpcbind.service 'WantedBy=multi-user.target'
  unit nginx.service 'RequiredBy=multi-user.target'
  unit snmpd.service 'WantedBy=multi-user.target'
  unit autofs.service ''
  mkdir -p ${UNITS}/sysinit.target.wants
  ln -s ../autofs.service ${UNITS}/sysinit.target.wants/autofs.service
  systemctl --quiet enable cups.service named.service avahi-daemon.service nginx.service snmpd.service
  systemctl --quiet mask snmpd.service
`;

test('what is started at boot is what systemctl calls enabled, and what was disabled it calls so', async () => {
  using tools = await labTools();
  await using debian = await debianChroot(tools.path);
  debian.sh(WRITE);
  const ask = () =>
    debian.sh(
      `for unit in cups.service cups.socket named.service avahi-daemon.service rpcbind.service nginx.service snmpd.service autofs.service; do
        echo "$unit $(systemctl is-enabled $unit 2>&1 || :)"
      done`,
    );
  // Static units are started by links of the distribution's own, which systemctl does not speak of.
  const on = (state: string) => state === 'enabled';
  const theirs = () =>
    Object.fromEntries(
      ask()
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' ') as [string, string])
        .map(([unit, state]) => [unit, unit === 'autofs.service' ? state === 'static' : on(state)]),
    );
  const ours = async () => {
    const host = createRootedHost({ root: debian.root as Path, stateDir: null });
    const found = (await readFacts(host, { found: services })).found ?? [];
    const units = found.flatMap((each) => each.found);
    return Object.fromEntries(
      units.map(({ name, isMasked, links }) => [name, !isMasked && links.length > 0] as const),
    );
  };
  const before = theirs();
  assert.deepEqual(await ours(), before);
  assert.equal(Object.values(before).filter((is) => is).length, 6);

  const holdfast = (...args: readonly string[]) => {
    const image = ['--root', '/', '--format', 'json'];
    const ran = debian.run('/opt/lab/node', '/opt/lab/holdfast.cjs', ...args, ...image);
    assert.equal(ran.status, 0, ran.stderr);
    return readReport(ran.stdout);
  };
  debian.sh(
    `mkdir -p /etc/holdfast; printf '[software/unneeded-services]\\nunneeded = cups, named, avahi-daemon, rpcbind, nginx, snmpd, autofs\\n' > /etc/holdfast/policy.ini; chmod 0600 /etc/holdfast/policy.ini`,
  );
  assert.equal(holdfast('apply', '--unattended', 'software/unneeded-services').status, 'applied');
  const off = Object.values(theirs());
  // The static one is masked.
  assert.ok(off.every((is) => !is));
  assert.match(ask(), /^autofs\.service masked$/m);
  assert.equal(holdfast('rollback', '--last', '--yes').status, 'applied');
  assert.deepEqual(theirs(), before);
});
