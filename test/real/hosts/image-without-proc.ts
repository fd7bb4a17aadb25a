import type { LabHost } from '../lab/lab-host.ts';

export default {
  release: 'bookworm',
  about:
    'An image that is being built: no /proc, /sys, /dev or /run, no machine id yet, a build user in group docker, and nobody has enabled auditd.',
  on: 'image',
  entries: {
    'etc/holdfast/policy.ini': {
      text: [
        '[audit/host-log-forwarding]\ntarget = logs.example.org\n',
        '[audit/log-retention]\npolicy = rotate\nmegabytes = 512\n',
        '[audit/rules-immutable]\nlock = true\n',
        '[ssh/source-ranges]\nranges = 10.0.0.0/8\n',
        '[sudo/docker-command-rule]\noperators = builder\n',
      ].join('\n'),
    },
    'etc/logrotate.conf': { text: 'weekly\ninclude /etc/logrotate.d\n' },
    'etc/rsyslog.conf': {
      text: 'module(load="imuxsock")\n$WorkDirectory /var/spool/rsyslog\n$IncludeConfig /etc/rsyslog.d/*.conf\n*.*;auth,authpriv.none -/var/log/syslog\n',
    },
    'etc/rsyslog.d': { mode: 0o755 },
    'etc/ssl/certs/ca-certificates.crt': { text: '' },
    'etc/systemd/system/multi-user.target.wants/rsyslog.service': {
      target: '/usr/lib/systemd/system/rsyslog.service',
    },
    'usr/lib/systemd/system/rsyslog.service': {
      text: '[Service]\nExecStart=/usr/sbin/rsyslogd -n -iNONE\n[Install]\nWantedBy=multi-user.target\n',
    },
    'usr/lib/x86_64-linux-gnu/rsyslog/lmnsd_gtls.so': { text: '' },
    'usr/sbin/logrotate': { text: '', mode: 0o755 },
    'usr/sbin/rsyslogd': { text: '', mode: 0o755 },
    'var/spool/rsyslog': { mode: 0o700 },
  },
  prepare: `
    useradd --create-home --shell /bin/bash --groups docker builder
    systemctl disable auditd.service
    rm -rf /dev /run /proc /sys /etc/machine-id
  `,
} satisfies LabHost;
