import { type Refusal, Refused } from '../model/refusal.ts';

/** The errno name of a failed system call, or null for anything that is no such failure. */
export function errnoOf(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : null;
}

/** Runs a system call; a failure is a refusal that names the path and the call, a bug stays a bug. */
export function orRefuse<T>(path: string, call: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === null) throw error;
    const refusal: Refusal = { code: 'io', args: { path, call, errno } };
    throw new Refused(refusal, { cause: error });
  }
}
