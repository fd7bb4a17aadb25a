import type { Path } from '../model/path.ts';
import type { Allowance, Confirmation, Probe, RunPolicy } from '../model/policy.ts';
import { nearest } from './nearest.ts';
import type { PolicyLine, Refuse } from './policy-lines.ts';

export const RUN_KEYS = ['on-error', 'allow', 'confirm', 'probe'];
const ON_ERROR = ['rollback', 'keep'] as const;
const ALLOWANCES: readonly Allowance[] = [
  'remove-invoking-user',
  'restart-docker',
  'restart-services',
  'best-effort-undo',
  'one-way',
];
const CONFIRMATIONS: readonly Confirmation[] = ['login', 'probes', 'controller'];

/** Section `[run]`; what it does not say is the careful way. */
export function parseRunPolicy(lines: readonly PolicyLine[], refuse: Refuse): RunPolicy {
  const find = (key: string) => lines.find((line) => line.key === key);
  const onError = find('on-error');
  const allow = find('allow');
  const confirm = find('confirm');
  const probes = lines.filter(({ key }) => key === 'probe').map((line) => parseProbe(line, refuse));
  if (confirm?.value === 'probes' && probes.length === 0)
    refuse(confirm.line, 'confirm = probes without a probe');
  return {
    onError: onError === undefined ? 'rollback' : oneOf(ON_ERROR, onError, onError.value, refuse),
    allow: allow === undefined ? [] : parseAllow(allow, refuse),
    confirm: confirm === undefined ? null : oneOf(CONFIRMATIONS, confirm, confirm.value, refuse),
    probes,
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

/** An absolute program and its arguments, separated by blanks: there is no shell that would quote. */
function parseProbe({ line, value }: PolicyLine, refuse: Refuse): Probe {
  const [program = '', ...args] = value.split(/\s+/);
  if (!isPath(program)) return refuse(line, 'probe: an absolute path to a program, then its arguments');
  return [program, ...args];
}

function isPath(text: string): text is Path {
  return /^(?:\/[^/]+)+$/.test(text) && !text.split('/').some((name) => name === '.' || name === '..');
}
