import type { HostIdentity } from '../model/host.ts';
import type { PlanInputs } from '../model/plan.ts';
import { isDate } from '../policy/is-date.ts';
import { PROFILES } from '../policy/parse-policy.ts';
import { ALLOWANCES } from '../policy/parse-run-policy.ts';
import { WAIVER_KEYS } from '../policy/parse-waiver.ts';

export interface PlanFile {
  readonly tool: string;
  readonly host: HostIdentity;
  readonly inputs: PlanInputs;
  readonly digest: string;
}

/** What `plan --save` wrote; null for anything else, for anything may stand in a file. Whether its playbooks and parameters exist is not asked. */
export function parsePlanFile(content: Uint8Array): PlanFile | null {
  const plan = parseJson(content);
  if (!isRecord(plan) || plan.schema !== 'holdfast.plan/1') return null;
  const { tool, host, inputs, digest } = plan;
  if (!isString(tool) || !isHost(host) || !isInputs(inputs)) return null;
  return isString(digest) && /^[0-9a-f]{64}$/.test(digest) ? { tool, host, inputs, digest } : null;
}

function parseJson(content: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(content).toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isHost(host: unknown): host is HostIdentity {
  if (!isRecord(host)) return false;
  const { type, machine, root } = host;
  return (type === 'live' || type === 'image') && (machine === null || isString(machine)) && isString(root);
}

function isInputs(inputs: unknown): inputs is PlanInputs {
  if (!isRecord(inputs)) return false;
  const { ids, profile, params, allow, waivers, today } = inputs;
  return (
    isListOf(ids, isString) &&
    isOneOf(PROFILES, profile) &&
    isRecord(params) &&
    Object.values(params).every(isRecord) &&
    isListOf(allow, (word) => isOneOf(ALLOWANCES, word)) &&
    isListOf(waivers, isWaiver) &&
    isDay(today)
  );
}

function isWaiver(waiver: unknown): boolean {
  if (!isRecord(waiver)) return false;
  return ['name', ...WAIVER_KEYS].every((key) => isString(waiver[key])) && isDay(waiver.until);
}

function isOneOf(known: readonly string[], word: unknown): boolean {
  return isString(word) && known.includes(word);
}

function isDay(day: unknown): boolean {
  return isString(day) && isDate(day);
}

function isListOf(list: unknown, isEach: (each: unknown) => boolean): boolean {
  return Array.isArray(list) && list.every(isEach);
}

function isString(text: unknown): text is string {
  return typeof text === 'string';
}

function isRecord(found: unknown): found is { readonly [name: string]: unknown } {
  return typeof found === 'object' && found !== null && !Array.isArray(found);
}
