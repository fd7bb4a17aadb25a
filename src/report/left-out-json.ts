import type { Json } from '../model/json.ts';
import type { LeftOut } from '../model/run.ts';
import { refusalJson } from './refusal-json.ts';

/** A playbook that an unattended run has left out, with what its changes were refused for. */
export function leftOutJson({ playbook, refusals }: LeftOut): Json {
  return { playbook, refusals: refusals.map(refusalJson) };
}
