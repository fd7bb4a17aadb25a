import type { Playbook } from '../model/playbook.ts';
import { jsonText } from './json-text.ts';
import { paragraphs } from './paragraphs.ts';
import { paramsJson } from './params-json.ts';

/** docs/schema/explain.schema.json */
export function explainJson(playbook: Playbook): string {
  const { id, title, severity, profiles, mode, access, why, mayBreak, references, params } = playbook;
  return jsonText({
    schema: 'holdfast.explain/1',
    id,
    title,
    severity,
    profiles: [...profiles],
    mode,
    access: access === true,
    why: paragraphs(why).join('\n\n'),
    mayBreak: [...mayBreak],
    references: Object.fromEntries(Object.entries(references).map(([name, numbers]) => [name, [...numbers]])),
    params: paramsJson(params),
  });
}
