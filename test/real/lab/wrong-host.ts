import type { Release } from './debian-root.ts';
import type { LabHost } from './lab-host.ts';

/** A host with something to do for every playbook that acts, and the policy that lets all of them. Its engine is not started. */
export function wrongHost(release: Release): LabHost {
  return {
    release,
    about:
      'Users in the group docker, sudo without a password, Docker open to all, and all else as the packages leave it.',
    on: 'machine',
    entries: {
      'etc/docker/daemon.json': { text: '{}\n', mode: 0o666 },
      'etc/sudoers.d/ci': { text: 'ci ALL=(root) NOPASSWD: /usr/bin/docker ps\n', mode: 0o440 },
      'etc/systemd/system/docker.socket.d/open.conf': { text: '[Socket]\nSocketMode=0666\n' },
      'etc/holdfast/policy.ini': {
        text: '[accounts/docker-group-members]\nallowed = dev\n\n[sudo/docker-command-rule]\noperators = op\n\n[run]\nconfirm = probes\nprobe = /bin/true\n',
        mode: 0o600,
      },
    },
    // Starting the engine takes half of each boot where processors are emulated.
    prepare: `
      for user in ci dev op; do useradd -G docker "$user"; done
      systemctl disable docker.service docker.socket containerd.service
    `,
  };
}
