import type { Allowance, Confirmation, RunPolicy } from '../model/policy.ts';
import { oneOf } from './one-of.ts';
import { parseLockWait, USUAL_LOCK_WAIT_MS } from './parse-lock-wait.ts';
import { isProbeKey, parseProbe } from './parse-probe.ts';
import type { PolicyLine, Refuse } from './policy-lines.ts';

export const RUN_KEYS = ['on-error', 'allow', 'confirm', 'probe', 'lock-wait'];
const CONFIRMATIONS: readonly Confirmation[] = ['login', 'probes', 'controller'];
const ON_ERROR = ['rollback', 'keep'] as const;
export const ALLOWANCES: readonly Allowance[] = [
  'remove-invoking-user',
  'restart-docker',
  'restart-services',
  'best-effort-undo',
  'one-way',
];

/** Section `[run]`; what it does not say is the careful way. */
export function parseRunPolicy(lines: readonly PolicyLine[], refuse: Refuse): RunPolicy {
  const find = (key: string) => lines.find((line) => line.key === key);
  const confirm = find('confirm');
  const onError = find('on-error');
  const allow = find('allow');
  const lockWait = find('lock-wait');
  return {
    onError: onError === undefined ? 'rollback' : oneOf(ON_ERROR, onError, onError.value, refuse),
    allow: allow === undefined ? [] : parseAllow(allow, refuse),
    confirm: confirm === undefined ? null : oneOf(CONFIRMATIONS, confirm, confirm.value, refuse),
    probes: lines.filter(({ key }) => isProbeKey(key)).map((line) => parseProbe(line, refuse)),
    lockWaitMs: lockWait === undefined ? USUAL_LOCK_WAIT_MS : parseLockWait(lockWait, refuse),
  };
}

function parseAllow(line: PolicyLine, refuse: Refuse): readonly Allowance[] {
  if (line.value === '') return [];
  return line.value.split(',').map((word) => oneOf(ALLOWANCES, line, word.trim(), refuse));
}
