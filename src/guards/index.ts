import type { Guard } from './guard.ts';
import { invokingUser } from './invoking-user.ts';
import { sshdStarts } from './sshd-starts.ts';

/** Every guard passes over every plan and every rollback. */
export const guards: readonly Guard[] = [invokingUser, sshdStarts];
