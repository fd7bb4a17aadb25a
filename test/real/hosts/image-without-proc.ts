import type { LabHost } from '../lab/lab-host.ts';

export default {
  release: 'bookworm',
  about:
    'An image that is being built: no /proc, /sys, /dev or /run, no machine id yet, a build user in group docker, and nobody has enabled auditd.',
  on: 'image',
  entries: {
    'etc/holdfast/policy.ini': {
      text: '[audit/log-retention]\npolicy = rotate\nmegabytes = 512\n\n[audit/rules-immutable]\nlock = true\n\n[sudo/docker-command-rule]\noperators = builder\n',
    },
  },
  prepare: `
    useradd --create-home --shell /bin/bash --groups docker builder
    systemctl disable auditd.service
    rm -rf /dev /run /proc /sys /etc/machine-id
  `,
} satisfies LabHost;
