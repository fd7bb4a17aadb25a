import type { FaillockOptions } from '../facts/faillock-options.ts';
import type { ShadowEntry } from '../formats/shadow.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';
import type { PamService } from './pam-service.ts';

/** How many failures, within which time, lock an account for how long; times in seconds, `unlock` 0 for ever. */
export interface FaillockLimits {
  readonly deny: number;
  readonly interval: number;
  readonly unlock: number;
  readonly root: boolean;
}

interface Setting {
  readonly name: string;
  readonly statement: string;
  /** As faillock.conf(5) has it where nothing says otherwise. */
  readonly usual: string;
  isMet(value: string): boolean;
  readonly desired: string;
}

/** One requirement per option. An argument in a stack goes over the file, and is for a person. */
export function faillockLimits(
  file: FaillockOptions,
  services: readonly PamService[],
  secrets: readonly ShadowEntry[],
  limits: FaillockLimits,
): readonly Requirement[] {
  const concerned = secrets.filter(({ password }) => password === 'set').map(({ name }) => name);
  const who: Evidence = {
    source: '/etc/shadow',
    says: `accounts with a password: ${concerned.join(', ') || 'none'}`,
    wins: false,
  };
  const found = settingsOf(limits)
    .map((setting) => ofSetting(file, services, setting))
    .map((each) => (each.object === 'setting:deny' ? { ...each, evidence: [...each.evidence, who] } : each));
  return limits.root ? [...found, ofRoot(file, services)] : found;
}

function settingsOf({ deny, interval, unlock }: FaillockLimits): readonly Setting[] {
  return [
    {
      name: 'deny',
      statement: `an account is locked after ${deny} failures at the latest`,
      usual: '3',
      isMet: (value) => numberOf(value) >= 1 && numberOf(value) <= deny,
      desired: String(deny),
    },
    {
      name: 'fail_interval',
      statement: `failures within ${interval} seconds count together`,
      usual: '900',
      isMet: (value) => numberOf(value) >= interval,
      desired: String(interval),
    },
    {
      name: 'unlock_time',
      statement:
        unlock === 0 ? 'an account stays locked' : `an account stays locked for ${unlock} seconds at least`,
      usual: '600',
      isMet: (value) =>
        value === 'never' || numberOf(value) === 0 || (unlock !== 0 && numberOf(value) >= unlock),
      desired: String(unlock),
    },
  ];
}

function ofSetting(file: FaillockOptions, services: readonly PamService[], setting: Setting): Requirement {
  const { name, desired } = setting;
  const said = file.options.findLast((option) => option.name === name && numberOf(option.value, true) >= 0);
  const isMet = setting.isMet(said?.value ?? setting.usual);
  const evidence: Evidence =
    said === undefined
      ? { source: file.path, says: `${name} is not set: ${setting.usual} by default`, wins: true }
      : { source: file.path, line: said.line, says: `${name} = ${said.value}`, wins: true };
  const wrong = argumentsOf(services, name).filter(({ value }) => !setting.isMet(value));
  const about = {
    object: `setting:${name}`,
    statement: setting.statement,
    evidence: [
      ...wrong.map(({ path, line, text }) => ({ source: path, line, says: text.trim(), wins: true })),
      { ...evidence, wins: wrong.length === 0 },
    ],
    wishes: [],
  };
  if (wrong.length > 0) return { ...about, verdict: 'manual', steps: takeOut(wrong, name) };
  if (isMet) return { ...about, verdict: 'met' };
  return { ...about, verdict: 'unmet', wishes: [wish(name, desired)] };
}

function ofRoot(file: FaillockOptions, services: readonly PamService[]): Requirement {
  const names = ['even_deny_root', 'root_unlock_time'];
  const said = file.options.find(({ name }) => names.includes(name));
  const lines = services.flatMap(({ faillock }) => faillock);
  const isArgument =
    lines.length > 0 &&
    lines.every(({ args }) => args.some((arg) => names.includes(arg.replace(/=.*$/, ''))));
  const isMet = said !== undefined || isArgument;
  return {
    object: 'setting:even_deny_root',
    verdict: isMet ? 'met' : 'unmet',
    statement: 'root is locked as everybody else is',
    evidence: [
      said === undefined
        ? { source: file.path, says: 'even_deny_root is not set', wins: !isArgument }
        : { source: file.path, line: said.line, says: said.name, wins: true },
    ],
    wishes: isMet ? [] : [wish('even_deny_root', true)],
  };
}

/** Where an argument of a line goes over the file: each line once. */
function argumentsOf(services: readonly PamService[], name: string) {
  const lines = new Map(
    services.flatMap(({ faillock }) => faillock).map((module) => [`${module.path}:${module.line}`, module]),
  );
  return [...lines.values()].flatMap(({ path, line, text, args }) => {
    const value = args.findLast((arg) => arg.startsWith(`${name}=`))?.slice(name.length + 1);
    return value === undefined ? [] : [{ path, line, text, value }];
  });
}

function takeOut(
  wrong: readonly { readonly path: string; readonly line: number; readonly value: string }[],
  name: string,
): readonly string[] {
  return [
    ...wrong.map(
      ({ path, line, value }) =>
        `take ${name}=${value} out of line ${line} of ${path}, and keep a root shell open until a new login has worked`,
    ),
    'then plan again',
  ];
}

function wish(name: string, desired: string | true): Wish {
  return { kind: 'entry', key: '/etc/security/faillock.conf', part: `faillock:${name}`, desired };
}

/** sscanf(3): the digits at the beginning. What begins with none is passed over, and the value before it stays. */
function numberOf(value: string, isNever = false): number {
  if (isNever && value === 'never') return 0;
  const digits = /^\s*\+?(\d+)/.exec(value)?.[1];
  return digits === undefined ? -1 : Number(digits);
}
