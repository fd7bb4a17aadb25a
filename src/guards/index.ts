import { canBecomeRoot } from './can-become-root.ts';
import { containerNetworks } from './container-networks.ts';
import { containerStorage } from './container-storage.ts';
import { dockerdStarts } from './dockerd-starts.ts';
import { filterSession } from './filter-session.ts';
import type { Guard } from './guard.ts';
import { invokingUser } from './invoking-user.ts';
import { lockedAccountService } from './locked-account-service.ts';
import { packageTransaction } from './package-transaction.ts';
import { pamAdmits } from './pam-admits.ts';
import { sshLogin } from './ssh-login.ts';
import { sshSources } from './ssh-sources.ts';
import { sshdStarts } from './sshd-starts.ts';

/** Every guard passes over every plan and every rollback. A configuration that sshd would not take is nothing to log in by. */
export const guards: readonly Guard[] = [
  canBecomeRoot,
  containerNetworks,
  containerStorage,
  dockerdStarts,
  filterSession,
  invokingUser,
  lockedAccountService,
  packageTransaction,
  pamAdmits,
  sshdStarts,
  sshSources,
  sshLogin,
];
