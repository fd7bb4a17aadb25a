import type { Refusal } from '../model/refusal.ts';
import { jsonText } from './json-text.ts';
import { refusalJson } from './refusal-json.ts';

/** docs/schema/refusal.schema.json: the answer of a command that was refused. */
export function refusedJson(refusal: Refusal): string {
  return jsonText({ schema: 'holdfast.refusal/1', refusal: refusalJson(refusal) });
}
