import type { Refusal } from '../model/refusal.ts';
import type { Evidence } from '../model/requirement.ts';

/** Why a playbook that tolerates an unreadable source cannot judge: the file that could not be read, or else `source`, where in it, and why. */
export function unreadEvidence(source: string, refusal: Refusal): Evidence {
  const { code, args } = refusal;
  const line = code === 'malformed' ? { line: args.line } : {};
  const why = 'why' in args ? args.why : code === 'not-root' ? 'only root can read it' : code;
  return {
    source: 'path' in args ? args.path : source,
    ...line,
    says: `could not be read: ${why}`,
    wins: true,
  };
}
