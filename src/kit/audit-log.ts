import { auditd as configuration } from '../facts/auditd.ts';
import { bootMounts } from '../facts/boot-mounts.ts';
import { enabledTimers } from '../facts/enabled-timers.ts';
import { mounts } from '../facts/mounts.ts';
import { auditLogArchive } from './audit-log-archive.ts';
import { auditLogRetention } from './audit-log-retention.ts';
import { auditLogSpace } from './audit-log-space.ts';
import { auditdStarts } from './auditd-starts.ts';

/** auditd's log: how much of it is kept, what happens when space runs out, and who takes it away. */
export const auditLog = {
  configuration,
  mounts,
  bootMounts,
  timers: enabledTimers,
  starts: auditdStarts,
  retention: auditLogRetention,
  space: auditLogSpace,
  archive: auditLogArchive,
};
