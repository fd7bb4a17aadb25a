import type { Plan } from '../model/plan.ts';
import { hostJson } from './host-json.ts';
import { jsonText } from './json-text.ts';
import { requirementJson } from './requirement-json.ts';

/** The answer of an apply that had nothing to do: no run was made, so none is named. */
export function unchangedJson({ tool, host, findings }: Plan): string {
  const remaining = findings.filter(({ verdict }) => ['unmet', 'manual', 'unknown'].includes(verdict));
  return jsonText({
    schema: 'holdfast.run/1',
    run: null,
    type: 'apply',
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
