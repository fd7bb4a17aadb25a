import { canBecomeRoot } from './can-become-root.ts';
import type { Guard } from './guard.ts';
import { invokingUser } from './invoking-user.ts';
import { lockedAccountService } from './locked-account-service.ts';

/** Every guard passes over every plan and every rollback. */
export const guards: readonly Guard[] = [canBecomeRoot, invokingUser, lockedAccountService];
