import type { LabHost } from '../lab/lab-host.ts';

export default {
  release: 'bookworm',
  about:
    'Accounts, groups and sudo rules come from a directory service, too, whose groups are merged into the local ones.',
  on: 'container',
  entries: {
    'etc/nsswitch.conf': {
      text: `passwd:         files systemd sss
group:          files [SUCCESS=merge] systemd [SUCCESS=merge] sss
shadow:         files sss
gshadow:        files

hosts:          files dns
networks:       files

protocols:      db files
services:       db files sss
ethers:         db files
rpc:            db files

netgroup:       sss
sudoers:        files sss
automount:      sss
`,
    },
    'etc/ssh/sshd_config.d/60-partners.conf': {
      text: 'Match Group sftp-partners Address 10.20.0.0/16\n  PasswordAuthentication yes\n  ForceCommand internal-sftp\n',
    },
    'etc/sssd/sssd.conf': {
      text: `[sssd]
config_file_version = 2
services = nss, pam, sudo
domains = example.org

[domain/example.org]
id_provider = ldap
ldap_uri = ldaps://ldap.example.org
ldap_search_base = dc=example,dc=org
ldap_default_bind_dn = cn=hosts,dc=example,dc=org
ldap_default_authtok_type = password
ldap_default_authtok = r3adOnly-b1nd
`,
      mode: 0o600,
    },
    'etc/sudoers.d/directory': { text: '%linux-admins ALL=(ALL:ALL) ALL\n', mode: 0o440 },
    'etc/holdfast/policy.ini': { text: '[sudo/docker-command-rule]\noperators = ci\n' },
  },
  prepare: 'useradd --create-home --shell /bin/bash --groups docker ci',
} satisfies LabHost;
