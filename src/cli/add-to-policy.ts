import { encodeHostText } from '../formats/host-text.ts';
import { appendText } from '../host/append-text.ts';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import type { PolicyFile } from './read-policy-file.ts';

/** Adds to the end of a policy that was read, or makes it; refuses where somebody else has written to it since. */
export function addToPolicy(root: Path, file: PolicyFile, text: string): void {
  try {
    appendText(root, file.path, text, encodeHostText(file.text).length);
  } catch (error) {
    if (!(error instanceof Refused) || error.refusal.code !== 'changed-since') throw error;
    // Nothing was planned that would have to be planned anew.
    const why = 'somebody else has just written to it, so nothing was added';
    throw new Refused({ code: 'policy', args: { path: file.name, line: 0, why } }, { cause: error });
  }
}
