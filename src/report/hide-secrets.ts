import { replaceSecrets } from '../formats/replace-secrets.ts';
import { standIns } from './stand-ins.ts';

/**
 * A function that takes hashes, keys and passwords out of texts. Those it is given share their stand-ins: the same
 * secret is the same `<hash A>` in both, a new one is `<hash B>`.
 *
 * @param path where the texts come from, when known.
 */
export function secretHider(path?: string): (text: string) => string {
  const standIn = standIns();
  return (text) => replaceSecrets(text, path, standIn);
}

/** One text by itself. */
export function hideSecrets(text: string): string {
  return secretHider()(text);
}
