import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { globPaths } from './glob-paths.ts';
import { type JudgedFiles, judgedFiles } from './judged-files.ts';

export type SystemFileRole =
  | 'accounts'
  | 'passwords'
  | 'old passwords'
  | 'sshd configuration'
  | 'host key'
  | 'public host key'
  | 'sudo rules'
  | 'directory of sudo rules'
  | 'cron table'
  | 'directory of cron jobs'
  | 'boot loader'
  | 'audit configuration'
  | 'directory of audit rules'
  | 'directory of audit logs'
  | 'audit program';

/** By what glob(7) finds. Distributions put some of them in several places. */
const PATTERNS: { readonly [R in SystemFileRole]: readonly string[] } = {
  accounts: ['/etc/passwd', '/etc/passwd-', '/etc/group', '/etc/group-', '/etc/shells'],
  passwords: ['/etc/shadow', '/etc/shadow-', '/etc/gshadow', '/etc/gshadow-'],
  'old passwords': ['/etc/security/opasswd', '/etc/security/opasswd.old'],
  'sshd configuration': ['/etc/ssh/sshd_config', '/etc/ssh/sshd_config.d/*.conf'],
  'host key': ['/etc/ssh/ssh_host_*_key'],
  'public host key': ['/etc/ssh/ssh_host_*_key.pub'],
  'sudo rules': ['/etc/sudoers', '/etc/sudoers.d/*'],
  'directory of sudo rules': ['/etc/sudoers.d'],
  'cron table': ['/etc/crontab', '/etc/anacrontab'],
  'directory of cron jobs': [
    '/etc/cron.d',
    '/etc/cron.hourly',
    '/etc/cron.daily',
    '/etc/cron.weekly',
    '/etc/cron.monthly',
    '/etc/cron.yearly',
  ],
  'boot loader': [
    '/boot/grub/grub.cfg',
    '/boot/grub/user.cfg',
    '/boot/grub2/grub.cfg',
    '/boot/grub2/user.cfg',
  ],
  'audit configuration': ['/etc/audit/*.conf', '/etc/audit/*.rules', '/etc/audit/rules.d/*.rules'],
  'directory of audit rules': ['/etc/audit', '/etc/audit/rules.d'],
  'directory of audit logs': ['/var/log/audit'],
  'audit program': ['/usr/sbin', '/sbin'].flatMap((directory) =>
    ['auditctl', 'auditd', 'augenrules', 'aureport', 'ausearch', 'autrace'].map(
      (name) => `${directory}/${name}`,
    ),
  ),
};

/** The system's own files that decide who gets in and who becomes root. */
export const systemFiles: Fact<JudgedFiles<SystemFileRole>> = {
  name: 'system-files',
  async read(host) {
    const named: (readonly [SystemFileRole, Path])[] = [];
    for (const [role, patterns] of Object.entries(PATTERNS) as [SystemFileRole, readonly string[]][]) {
      for (const pattern of patterns) {
        for (const path of await globPaths(host, pattern)) named.push([role, path]);
      }
    }
    return judgedFiles(host, named);
  },
};
