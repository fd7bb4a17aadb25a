import type { Allowance, Confirmation, RunPolicy } from '../model/policy.ts';
import { nearest } from './nearest.ts';
import { isProbeKey, parseProbe } from './parse-probe.ts';
import type { PolicyLine, Refuse } from './policy-lines.ts';

export const RUN_KEYS = ['on-error', 'allow', 'confirm', 'probe'];
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
  return {
    onError: onError === undefined ? 'rollback' : oneOf(ON_ERROR, onError, onError.value, refuse),
    allow: allow === undefined ? [] : parseAllow(allow, refuse),
    confirm: confirm === undefined ? null : oneOf(CONFIRMATIONS, confirm, confirm.value, refuse),
    probes: lines.filter(({ key }) => isProbeKey(key)).map((line) => parseProbe(line, refuse)),
  };
}

function parseAllow(line: PolicyLine, refuse: Refuse): readonly Allowance[] {
  if (line.value === '') return [];
  return line.value.split(',').map((word) => oneOf(ALLOWANCES, line, word.trim(), refuse));
}

function oneOf<T extends string>(known: readonly T[], line: PolicyLine, word: string, refuse: Refuse): T {
  const found = known.find((each) => each === word);
  if (found !== undefined) return found;
  const meant = nearest(word, known);
  return refuse(
    line.line,
    `${line.key}: "${word}" is none of ${known.join(', ')}${meant === null ? '' : `; is ${meant} meant?`}`,
  );
}
