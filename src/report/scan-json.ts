import type { Scan } from '../model/plan.ts';
import { hostJson } from './host-json.ts';
import { jsonText } from './json-text.ts';
import { requirementJson } from './requirement-json.ts';
import { summarize } from './summary.ts';

/** docs/schema/scan.schema.json */
export function scanJson(scan: Scan): string {
  return jsonText({
    schema: 'holdfast.scan/1',
    host: hostJson(scan.host),
    requirements: scan.findings.map(requirementJson),
    summary: { ...summarize(scan.findings) },
  });
}
