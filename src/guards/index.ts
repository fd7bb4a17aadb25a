import { dockerdStarts } from './dockerd-starts.ts';
import type { Guard } from './guard.ts';
import { invokingUser } from './invoking-user.ts';
import { sshLogin } from './ssh-login.ts';

/** Every guard passes over every plan and every rollback. */
export const guards: readonly Guard[] = [dockerdStarts, invokingUser, sshLogin];
