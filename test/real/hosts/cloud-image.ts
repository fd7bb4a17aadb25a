import type { LabHost } from '../lab/lab-host.ts';

/** What cloud-init writes at the first boot of Debian's cloud image, and the user-data that asked for it. */
const USER_DATA = `#cloud-config
hostname: web1
ssh_pwauth: false
users:
  - default
  - name: deploy
    groups: [docker]
    shell: /bin/bash
    sudo: ALL=(ALL) NOPASSWD:ALL
    lock_passwd: false
    hashed_passwd: $6$rounds=4096$Zr8kQw2n$7vUo1hK3m.SgJ5p0cXy9dLbE2aRtWqNf6iHzT4uYjMxVs8OlPkDeCwBrGaFq1nI3tZyU5hXvSm9oJbLcRdKpE0
write_files:
  - path: /etc/docker/daemon.json
    content: '{"log-driver": "json-file", "log-opts": {"max-size": "10m", "max-file": "3"}}'
runcmd:
  - [usermod, -aG, docker, debian]
`;

export default {
  release: 'bookworm',
  about:
    'A cloud image after its first boot: two users may do everything without a password, of whom the default one has none, and are in group docker.',
  on: 'container',
  entries: {
    'etc/hostname': { text: 'web1\n' },
    'etc/apt/apt.conf.d/20auto-upgrades': {
      text: 'APT::Periodic::Update-Package-Lists "1";\nAPT::Periodic::Unattended-Upgrade "1";\n',
    },
    'etc/apt/apt.conf.d/50unattended-upgrades': {
      text: 'Unattended-Upgrade::Origins-Pattern {\n        "origin=Debian,codename=${distro_codename},label=Debian";\n        "origin=Debian,codename=${distro_codename}-security,label=Debian-Security";\n};\nUnattended-Upgrade::Package-Blacklist {\n};\n//Unattended-Upgrade::Automatic-Reboot "false";\n',
    },
    'etc/apt/apt.conf.d/90provider': {
      text: '// Written by the provider\nUnattended-Upgrade::Automatic-Reboot "true";\nAcquire::AllowInsecureRepositories "1";\nAcquire::http::Proxy "http://builder:Tr0ub4dor@proxy.example.org:3128";\n',
    },
    'etc/cloud/cloud.cfg.d/01_debian_cloud.cfg': {
      text: 'system_info:\n  default_user:\n    name: debian\n    sudo: ALL=(ALL) NOPASSWD:ALL\n    shell: /bin/bash\n    lock_passwd: True\n',
    },
    'etc/cloud/cloud.cfg.d/99_holdfast.cfg': { text: 'manage_etc_hosts: true\npreserve_hostname: false\n' },
    'etc/docker/daemon.json': {
      text: '{"log-driver": "json-file", "log-opts": {"max-size": "10m", "max-file": "3"}}',
    },
    'etc/fstab': {
      text: 'PARTUUID=8c2ab1f1-4b7e-41f4-8a35-0f5b1d6d6c01 / ext4 rw,discard,errors=remount-ro,x-systemd.growfs 0 1\nPARTUUID=1f0f8a6e-3f1e-4f0b-9d43-7a1f5f0f3c15 /boot/efi vfat defaults 0 0\n',
    },
    'etc/ssh/sshd_config.d/50-cloud-init.conf': { text: 'PasswordAuthentication no\n', mode: 0o600 },
    'etc/sudoers.d/90-cloud-init-users': {
      text: '# Created by cloud-init v. 22.4.2 on Thu, 29 Feb 2024 12:34:56 +0000\n\n# User rules for debian\ndebian ALL=(ALL) NOPASSWD:ALL\n\n# User rules for deploy\ndeploy ALL=(ALL) NOPASSWD:ALL\n',
      mode: 0o440,
    },
    'etc/systemd/system/docker.socket.d/portainer.conf': { text: '[Socket]\nSocketMode=0666\n' },
    'etc/sysctl.d/50-cloud-network.conf': {
      text: '# Written by the provider\nnet.ipv6.conf.all.accept_redirects = 0\nnet.ipv6.conf.default.accept_redirects = 0\n',
    },
    'usr/bin/unattended-upgrade': { text: '#!/bin/sh\n', mode: 0o755 },
    'var/lib/cloud/instance/user-data.txt': { text: USER_DATA, mode: 0o600 },
  },
  prepare: `
    useradd --create-home --shell /bin/bash --groups adm,audio,cdrom,dialout,dip,floppy,plugdev,sudo,video,docker debian
    useradd --create-home --shell /bin/bash --groups docker deploy
    echo 'deploy:$6$rounds=4096$Zr8kQw2n$7vUo1hK3m.SgJ5p0cXy9dLbE2aRtWqNf6iHzT4uYjMxVs8OlPkDeCwBrGaFq1nI3tZyU5hXvSm9oJbLcRdKpE0' | chpasswd --encrypted
    install -d -m 0700 -o debian -g debian /home/debian/.ssh
    echo 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHz0mMWVt3bq0hB1Y0s7yq9b6kJH2b1dQm8Z5o7cXw2L ops@example.org' > /home/debian/.ssh/authorized_keys
  `,
} satisfies LabHost;
