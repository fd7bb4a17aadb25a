import { canBecomeRoot } from './can-become-root.ts';
import { dockerdStarts } from './dockerd-starts.ts';
import type { Guard } from './guard.ts';
import { invokingUser } from './invoking-user.ts';
import { lockedAccountService } from './locked-account-service.ts';
import { packageTransaction } from './package-transaction.ts';
import { sshLogin } from './ssh-login.ts';
import { sshdStarts } from './sshd-starts.ts';

/** Every guard passes over every plan and every rollback. A configuration that sshd would not take is nothing to log in by. */
export const guards: readonly Guard[] = [
  canBecomeRoot,
  dockerdStarts,
  invokingUser,
  lockedAccountService,
  packageTransaction,
  sshdStarts,
  sshLogin,
];
