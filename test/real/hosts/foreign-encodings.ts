import type { LabHost } from '../lab/lab-host.ts';

export default {
  release: 'bookworm',
  about:
    'Configuration from editors of the last century: Latin-1 in names and comments, line ends of Windows, no newline at the end.',
  on: 'container',
  entries: {
    'etc/docker/daemon.json': { text: '{\r\n  "log-level": "warn",\r\n  "labels": ["Büro=Zürich"]\r\n}\r\n' },
    'etc/ssh/sshd_config': {
      text: '# Büro Zürich\r\nPort 22\r\nPermitRootLogin yes\r\nPasswordAuthentication yes # bis zur Umstellung\r\nUsePAM yes\r\nSubsystem sftp /usr/lib/openssh/sftp-server',
    },
    'etc/sysctl.d/60-windows.conf': {
      text: '# aus der Vorlage\r\nnet.ipv4.conf.all.accept_redirects = 1\r\nnet.ipv6.conf.all.accept_redirects = 0\r\n',
    },
    'etc/sysctl.d/61-open-end.conf': { text: 'net.ipv4.conf.default.accept_redirects = 0' },
    'etc/holdfast/policy.ini': {
      text: '\r\n[accounts/unneeded-accounts]\r\nneeded = ci\r\n\r\n[sudo/docker-command-rule]\r\noperators = ci\r\n',
    },
  },
  // Entries are UTF-8; these are bytes that are none.
  prepare: `
    printf '# \\351crit \\340 la main\\nnet.ipv4.conf.all.send_redirects = 1\\n' > "$(printf '/etc/sysctl.d/caf\\351.conf')"
    printf '## r\\350gles\\n-w /etc/passwd -p wa -k identit\\351\\n' > /etc/audit/rules.d/30-regles.rules
    printf '# acc\\350s de secours\\nci ALL=(root) /usr/bin/systemctl restart docker\\n' > /etc/sudoers.d/secours
    chmod 0440 /etc/sudoers.d/secours
    useradd --create-home --shell /bin/bash --groups docker ci
    useradd --create-home --shell /bin/sh --password '$6$rounds=4096$Zr8kQw2n$7vUo1hK3m.SgJ5p0cXy9dLbE2aRtWqNf6iHzT4uYjMxVs8OlPkDeCwBrGaFq1nI3tZyU5hXvSm9oJbLcRdKpE0' ancien
    useradd --system --home-dir /srv/git --shell /bin/sh git
    sed -i "$(printf 's|^\\\\(ci:x:[0-9]*:[0-9]*:\\\\):|\\\\1Ren\\351 M\\374ller:|')" /etc/passwd
  `,
} satisfies LabHost;
