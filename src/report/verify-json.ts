import type { Verified } from '../model/verified.ts';
import { changeDiff } from './change-diff.ts';
import { jsonText } from './json-text.ts';
import { refusalJson } from './refusal-json.ts';

/** docs/schema/verify.schema.json */
export function verifyJson(runs: readonly Verified[]): string {
  return jsonText({
    schema: 'holdfast.verify/1',
    runs: runs.map(({ run, refusals, compared, drift }) => ({
      run,
      journal: refusals.length === 0 ? 'sound' : 'damaged',
      refusals: refusals.map(refusalJson),
      compared,
      drift: drift.map(({ change: { number, kind, key }, where, shown }) => ({
        number,
        kind,
        key,
        where,
        diff: changeDiff(shown),
      })),
    })),
  });
}
