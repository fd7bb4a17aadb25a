import { parse } from 'ini';
import type { Json } from '../model/json.ts';
import type { Waiver } from '../model/plan.ts';
import type { Playbook, PlaybookId, Profile } from '../model/playbook.ts';
import type { Policy } from '../model/policy.ts';
import { Refused } from '../model/refusal.ts';
import { nearest } from './nearest.ts';
import { oneOf } from './one-of.ts';
import { parseParam } from './parse-param.ts';
import { isProbeKey } from './parse-probe.ts';
import { parseRunPolicy, RUN_KEYS } from './parse-run-policy.ts';
import { parseSkip } from './parse-skip.ts';
import { parseWaiver, WAIVER_KEYS } from './parse-waiver.ts';
import { indexPolicyLines, type PolicyLine, type PolicySection, type Refuse } from './policy-lines.ts';

export const PROFILES: readonly Profile[] = ['baseline', 'container-host', 'strict'];

/** The policy in the text of a policy.ini. Throws a Refused with the line and, for a misspelling, what was meant. */
export function parsePolicy(
  text: string,
  path: string,
  playbooks: readonly Pick<Playbook, 'id' | 'params'>[],
): Policy {
  const refuse: Refuse = (line, why) => {
    throw new Refused({ code: 'policy', args: { path, line, why } });
  };
  const { sections, lines: written } = indexPolicyLines(text, refuse);
  const lines = withValuesOfIni(text, written);
  const ids = playbooks.map(({ id }) => id);
  const params: Record<string, { readonly [param: string]: Json }> = {};
  const waivers: Waiver[] = [];
  const skip: PlaybookId[] = [];
  let run = parseRunPolicy([], refuse);

  const top = lines.filter(({ section }) => section === '');
  refuseUnknown(top, ['profile'], 'key', refuse);
  for (const section of sections) {
    const own = lines.filter((line) => line.section === section.name);
    const playbook = playbooks.find(({ id }) => id === section.name);
    if (section.name === 'run') {
      refuseUnknown(
        own.filter(({ key }) => !isProbeKey(key)),
        RUN_KEYS,
        'key',
        refuse,
      );
      run = parseRunPolicy(own, refuse);
    } else if (/^waiver(?:\s|$)/.test(section.name)) {
      refuseUnknown(own, WAIVER_KEYS, 'key', refuse);
      waivers.push(parseWaiver(section, own, ids, refuse));
    } else if (/^skip(?:\s|$)/.test(section.name)) {
      refuseUnknown(own, [], 'key', refuse);
      skip.push(parseSkip(section, ids, refuse));
    } else if (playbook !== undefined) {
      refuseUnknown(own, Object.keys(playbook.params), 'parameter', refuse);
      params[playbook.id] = parseParams(playbook.params, own, refuse);
    } else {
      refuseSection(section, ids, refuse);
    }
  }
  return { profile: parseProfile(top[0], refuse), run, params, waivers, skip };
}

function withValuesOfIni(text: string, written: readonly PolicyLine[]): readonly PolicyLine[] {
  const sections = parse(text);
  return written.map((line) => {
    const values = line.section === '' ? sections : sections[line.section];
    return { ...line, value: String(isSection(values) ? values[line.key] : undefined) };
  });
}

function isSection(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuseUnknown(lines: readonly PolicyLine[], known: readonly string[], what: string, refuse: Refuse) {
  for (const { line, key } of lines) {
    if (!known.includes(key)) refuse(line, `unknown ${what} ${key}${meant(key, known)}`);
  }
}

function refuseSection({ line, name }: PolicySection, ids: readonly string[], refuse: Refuse): never {
  const kind = name.includes('/') ? 'playbook' : 'section';
  const [word = ''] = name.split(/\s/);
  return refuse(line, `unknown ${kind} ${name}${meant(word, ['run', 'waiver', ...ids])}`);
}

function meant(word: string, known: readonly string[]): string {
  const candidate = nearest(word, known);
  return candidate === null ? '' : `; is ${candidate} meant?`;
}

function parseProfile(line: PolicyLine | undefined, refuse: Refuse): Profile | null {
  return line === undefined ? null : oneOf(PROFILES, line, line.value, refuse);
}

function parseParams(params: Playbook['params'], lines: readonly PolicyLine[], refuse: Refuse) {
  return Object.fromEntries(
    lines.flatMap(({ line, key, value }) => {
      const param = params[key];
      return param === undefined
        ? []
        : [[key, parseParam(param, value, (why) => refuse(line, `${key}: ${why}`))] as const];
    }),
  );
}
