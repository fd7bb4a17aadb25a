import { hideAccountHashes } from './hide-account-hashes.ts';
import { hidePrivateKeys } from './hide-private-keys.ts';
import { hideSettings } from './hide-settings.ts';
import type { StandIn } from './stand-in.ts';

/**
 * The text with stand-ins for hashes, keys and passwords. Lines stay lines, so their numbers hold.
 *
 * @param path where the text comes from, when known: account files are then hidden whatever their lines look like.
 */
export function replaceSecrets(text: string, path: string | undefined, standIn: StandIn): string {
  return hideAccountHashes(hideSettings(hidePrivateKeys(text, standIn), standIn), path, standIn);
}
