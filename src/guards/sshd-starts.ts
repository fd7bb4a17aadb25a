import { sshdTest } from '../facts/sshd-test.ts';
import type { Guard } from './guard.ts';

/**
 * sshd takes its configuration as a whole: a file that is sound by itself may keep it from starting beside the others,
 * and who is not logged in by then stays outside.
 */
export const sshdStarts: Guard = async ({ now, planned, changes, identity }) => {
  const isConcerned = changes.some(
    ({ kind, key, effects }) =>
      kind === 'entry' &&
      (key.startsWith('/etc/ssh/') ||
        effects.some((effect) => 'unit' in effect && /^sshd?\.service$/.test(effect.unit))),
  );
  const refusal = isConcerned ? await planned(sshdTest) : null;
  if (refusal === null) return [];
  // This machine's sshd may be of another version than the image's: where it does not know what is there, it is no judge.
  if (identity.type === 'image' && (await now(sshdTest)) !== null) return [];
  return [refusal];
};
