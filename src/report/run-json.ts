import { changeJson, effectJson } from './change-json.ts';
import type { RunView } from './change-view.ts';
import { firstBootJson } from './first-boot-json.ts';
import { hostJson } from './host-json.ts';
import { jsonText } from './json-text.ts';
import { leftOutJson } from './left-out-json.ts';
import { refusalJson } from './refusal-json.ts';
import { requirementJson } from './requirement-json.ts';

/** docs/schema/run.schema.json: the answer of apply, rollback, recover and `history RUN`. */
export function runJson({ run, shown }: RunView): string {
  return jsonText({
    schema: 'holdfast.run/1',
    run: run.id,
    type: run.type,
    ...(run.of === undefined ? {} : { of: run.of }),
    rolledBackBy: [...run.rolledBackBy],
    status: run.status,
    ...(run.waits === undefined ? {} : { waits: { ...run.waits } }),
    started: run.started,
    finished: run.finished,
    tool: run.tool,
    host: hostJson(run.host),
    changes: run.changes.map((change) => changeJson(change, shown)),
    effects: run.effects.map(effectJson),
    refusals: run.refusals.map(refusalJson),
    remaining: run.remaining.map(requirementJson),
    ...(run.leftOut === undefined ? {} : { leftOut: run.leftOut.map(leftOutJson) }),
    ...(run.firstBoot === undefined ? {} : { firstBoot: firstBootJson(run.firstBoot) }),
  });
}
