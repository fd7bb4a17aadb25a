import { adminFiles } from '../facts/admin-files.ts';
import { adminPrograms } from '../facts/admin-programs.ts';
import { auditArches } from '../facts/audit-arches.ts';
import { auditRules } from '../facts/audit-rules.ts';
import { dockerBinaries } from '../facts/docker-binaries.ts';
import { dockerFiles } from '../facts/docker-files.ts';
import { unitActivity } from '../facts/unit-activity.ts';
import { auditCalls } from './audit-calls.ts';
import { auditImmutable } from './audit-immutable.ts';
import { auditWatch } from './audit-watch.ts';

/** Audit rules: what files configure, what is loaded, and requirements on both. */
export const audit = {
  rules: auditRules,
  /** Of auditd. */
  activity: unitActivity('auditd.service'),
  arches: auditArches,
  adminFiles,
  adminPrograms,
  dockerBinaries,
  dockerFiles,
  watch: auditWatch,
  calls: auditCalls,
  immutable: auditImmutable,
};
