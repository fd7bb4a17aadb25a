import { adminFiles } from '../facts/admin-files.ts';
import { adminPrograms } from '../facts/admin-programs.ts';
import { auditArches } from '../facts/audit-arches.ts';
import { auditPackage } from '../facts/audit-package.ts';
import { auditRules } from '../facts/audit-rules.ts';
import { bootParameters } from '../facts/boot-parameters.ts';
import { container } from '../facts/container.ts';
import { dockerBinaries } from '../facts/docker-binaries.ts';
import { dockerFiles } from '../facts/docker-files.ts';
import { kernelArguments } from '../facts/kernel-arguments.ts';
import { loginUid } from '../facts/login-uid.ts';
import { tolerated } from '../facts/tolerated.ts';
import { unitActivity } from '../facts/unit-activity.ts';
import { unitAtBoot } from '../facts/unit-at-boot.ts';
import { auditBoot } from './audit-boot.ts';
import { auditCalls } from './audit-calls.ts';
import { auditImmutable } from './audit-immutable.ts';
import { auditLoginUid } from './audit-login-uid.ts';
import { auditWatch } from './audit-watch.ts';
import { auditdRuns } from './auditd-runs.ts';

/** Audit rules: what files configure, what is loaded, and requirements on both. */
export const audit = {
  rules: auditRules,
  /** Or why they cannot be read, as in a container. */
  readableRules: tolerated(auditRules),
  /** Of auditd. */
  activity: unitActivity('auditd.service'),
  arches: auditArches,
  service: unitAtBoot('auditd.service'),
  /** Since audit 4 the rules are loaded by a unit of their own. */
  loader: unitAtBoot('audit-rules.service'),
  /** The command that installs auditd. */
  package: auditPackage,
  bootParameters,
  /** Of the kernel that runs. */
  kernelArguments,
  container,
  adminFiles,
  adminPrograms,
  loginUid,
  dockerBinaries,
  dockerFiles,
  boot: auditBoot,
  namesPeople: auditLoginUid,
  runs: auditdRuns,
  watch: auditWatch,
  calls: auditCalls,
  immutable: auditImmutable,
};
