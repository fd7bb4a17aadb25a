import type { LabHost } from '../lab/lab-host.ts';

export default {
  release: 'bookworm',
  about:
    "A scanner's advice and a benchmark's rules are loaded already, and the last line locks them until the next boot.",
  on: 'machine',
  entries: {
    'etc/audit/rules.d/10-base-config.rules': {
      text: '-D\n-b 8192\n--backlog_wait_time 60000\n-f 1\n',
      mode: 0o640,
    },
    'etc/audit/rules.d/30-stig.rules': {
      text: `## Identity
-w /etc/passwd -p wa -k identity
-w /etc/group -p wa -k identity
-a always,exit -F arch=b64 -S execve -C uid!=euid -F euid=0 -F key=setuid
-a always,exit -F arch=b32 -S execve -C uid!=euid -F euid=0 -F key=setuid
-a always,exit -F arch=b64 -S mount,umount2 -F auid>=1000 -F auid!=unset -F key=mounts
`,
      mode: 0o640,
    },
    // docker-bench-security's advice, as it is usually pasted.
    'etc/audit/rules.d/docker.rules': {
      text: `-w /usr/bin/docker -p rwxa -k docker
-w /usr/sbin/dockerd -k docker
-w /var/lib/docker -p wa -k docker
-w /etc/docker -p wa -k docker
-w /etc/default/docker -p wa -k docker
`,
      mode: 0o640,
    },
    'etc/audit/rules.d/99-finalize.rules': { text: '-e 2\n', mode: 0o640 },
  },
  prepare: 'rm /etc/audit/rules.d/audit.rules',
} satisfies LabHost;
