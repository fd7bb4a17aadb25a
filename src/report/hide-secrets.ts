import { hideAccountHashes } from './hide-account-hashes.ts';
import { hidePrivateKeys } from './hide-private-keys.ts';
import { hideSettings } from './hide-settings.ts';
import { standIns } from './stand-ins.ts';

/**
 * A function that takes hashes, keys and passwords out of texts. Those it is given share their stand-ins: the same
 * secret is the same `<hash A>` in both, a new one is `<hash B>`. Lines stay lines, so their numbers hold.
 *
 * @param path where the texts come from, when known: account files are then hidden whatever their lines look like.
 */
export function secretHider(path?: string): (text: string) => string {
  const standIn = standIns();
  return (text) => hideAccountHashes(hideSettings(hidePrivateKeys(text, standIn), standIn), path, standIn);
}

/** One text by itself. */
export function hideSecrets(text: string): string {
  return secretHider()(text);
}
