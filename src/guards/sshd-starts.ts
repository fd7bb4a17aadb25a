import { sshdTest } from '../facts/sshd-test.ts';
import type { Guard } from './guard.ts';

/**
 * sshd takes its configuration as a whole: a file that is sound by itself may keep it from starting beside the others,
 * and who is not logged in by then stays outside.
 */
export const sshdStarts: Guard = async ({ planned, changes }) => {
  const isConcerned = changes.some(
    ({ kind, key, effects }) =>
      kind === 'entry' &&
      (key.startsWith('/etc/ssh/') ||
        effects.some((effect) => 'unit' in effect && /^sshd?\.service$/.test(effect.unit))),
  );
  const refusal = isConcerned ? await planned(sshdTest) : null;
  return refusal === null ? [] : [refusal];
};
