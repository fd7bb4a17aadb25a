import { parseSudoers } from '../src/formats/sudoers.ts';
import { Malformed } from '../src/model/format.ts';

/** What sudo could not read in this text, null where it could read it all. Says nothing of names that are not defined. */
export function lintSudoers(text: string): Malformed | null {
  try {
    parseSudoers(text);
    return null;
  } catch (error) {
    if (error instanceof Malformed) return error;
    throw error;
  }
}
