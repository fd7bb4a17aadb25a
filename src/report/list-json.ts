import type { Playbook } from '../model/playbook.ts';
import { jsonText } from './json-text.ts';
import { paramsJson } from './params-json.ts';

/** docs/schema/list.schema.json */
export function listJson(playbooks: readonly Playbook[]): string {
  return jsonText({
    schema: 'holdfast.list/1',
    playbooks: playbooks.map(({ id, title, severity, profiles, mode, params }) => ({
      id,
      title,
      severity,
      profiles: [...profiles],
      mode,
      params: paramsJson(params),
    })),
  });
}
