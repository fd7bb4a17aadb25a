import type { SystemFileRole } from '../facts/system-files.ts';
import type { FileRule } from './file-rule.ts';

/** What CIS asks of the system's own files; Debian has the hashes in a group of their own, for unix_chkpwd(8). */
export const SYSTEM_FILE_RULES: { readonly [R in SystemFileRole]: FileRule } = {
  accounts: { type: 'file', allowed: 0o644 },
  passwords: { type: 'file', allowed: 0o640, groups: ['shadow', 'root'] },
  'old passwords': { type: 'file', allowed: 0o600 },
  'sshd configuration': { type: 'file', allowed: 0o600 },
  // RHEL before 9 let ssh-keysign(8) read them through a group.
  'host key': { type: 'file', allowed: 0o600, groups: ['root', 'ssh_keys'], allowedToGroup: 0o640 },
  'public host key': { type: 'file', allowed: 0o644 },
  'sudo rules': { type: 'file', allowed: 0o440 },
  'directory of sudo rules': { type: 'directory', allowed: 0o750 },
  'cron table': { type: 'file', allowed: 0o600 },
  'directory of cron jobs': { type: 'directory', allowed: 0o700 },
  'boot loader': { type: 'file', allowed: 0o600 },
  'audit configuration': { type: 'file', allowed: 0o640 },
  'directory of audit rules': { type: 'directory', allowed: 0o750 },
  'directory of audit logs': { type: 'directory', allowed: 0o750, groups: ['root', 'adm'] },
  'audit program': { type: 'file', allowed: 0o755 },
};
