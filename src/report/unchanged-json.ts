import type { HostIdentity } from '../model/host.ts';
import type { Finding } from '../model/plan.ts';
import type { Run } from '../model/run.ts';
import { hostJson } from './host-json.ts';
import { jsonText } from './json-text.ts';
import { requirementJson } from './requirement-json.ts';

export interface Unchanged {
  readonly type: Run['type'];
  readonly tool: string;
  readonly host: HostIdentity;
  readonly remaining: readonly Finding[];
}

/** The answer of an apply or a rollback that had nothing to do: no run was made, so none is named. */
export function unchangedJson({ type, tool, host, remaining }: Unchanged): string {
  return jsonText({
    schema: 'holdfast.run/1',
    run: null,
    type,
    rolledBackBy: [],
    status: 'unchanged',
    started: null,
    finished: null,
    tool,
    host: hostJson(host),
    changes: [],
    effects: [],
    refusals: [],
    remaining: remaining.map(requirementJson),
  });
}
