import type { LabHost } from '../lab/lab-host.ts';

const unit = (what: string, wantedBy: string) =>
  `[Unit]\nDescription=For the lab\n\n${what}\n\n[Install]\nWantedBy=${wantedBy}\n`;
const SLEEPS = '[Service]\nExecStart=/bin/sleep infinity';

export default {
  release: 'bookworm',
  about:
    'Services run that a container host does not need, by a socket, by a unit and by a link of the distribution, and a client of talk is installed.',
  on: 'container',
  entries: {
    'etc/holdfast/policy.ini': { text: '[software/unneeded-services]\nallowed = nginx\n' },
    'usr/lib/systemd/system/avahi-daemon.service': { text: unit(SLEEPS, 'multi-user.target') },
    'usr/lib/systemd/system/avahi-daemon.socket': {
      text: unit('[Socket]\nListenStream=/run/avahi-lab.socket', 'sockets.target'),
    },
    'usr/lib/systemd/system/nginx.service': { text: unit(SLEEPS, 'multi-user.target') },
    'usr/lib/systemd/system/rpcbind.service': { text: unit(SLEEPS, 'multi-user.target') },
    'usr/lib/systemd/system/multi-user.target.wants/rpcbind.service': { target: '../rpcbind.service' },
    'usr/lib/systemd/system/snmpd.service': { text: unit(SLEEPS, 'multi-user.target') },
  },
  // What its scripts leave and the times of the folders that others share are no concern here: see test/real/packages.test.ts.
  prepare: `
    systemctl enable avahi-daemon.socket avahi-daemon.service nginx.service snmpd.service
    mkdir -p /tmp/talk/DEBIAN /tmp/talk/opt/talk
    echo '#!/bin/sh' > /tmp/talk/opt/talk/talk
    printf '%s\\n' 'Package: talk' 'Version: 0.17-18' 'Architecture: all' 'Maintainer: Lab <lab@example.org>' 'Description: for the lab' > /tmp/talk/DEBIAN/control
    dpkg-deb --build /tmp/talk /tmp/talk.deb
    dpkg --install /tmp/talk.deb
    rm -r /tmp/talk /tmp/talk.deb
  `,
} satisfies LabHost;
