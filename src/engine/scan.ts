import type { HostReader } from '../model/host.ts';
import type { Finding } from '../model/plan.ts';
import type { Playbook, Use } from '../model/playbook.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Requirement } from '../model/requirement.ts';
import { applyWaivers } from '../policy/apply-waivers.ts';
import { factsOf } from './facts-of.ts';
import { paramsOf } from './params-of.ts';
import { readFacts } from './read-facts.ts';
import type { Selection } from './selection.ts';

/** Judges a host by playbooks. Reads only. */
export async function scan(host: HostReader, selection: Selection): Promise<readonly Finding[]> {
  const use = readFacts(host);
  const findings: Finding[] = [];
  for (const playbook of selection.playbooks) {
    const requirements = await assess(playbook, selection, use);
    findings.push(...requirements.map((r) => ({ ...r, playbook: playbook.id, severity: playbook.severity })));
  }
  return applyWaivers(findings, selection.waivers, selection.today);
}

/** What a playbook says of this host; one `unknown` where a fact cannot be read, one `not-applicable` where it does not apply. */
async function assess(playbook: Playbook, selection: Selection, use: Use): Promise<readonly Requirement[]> {
  const params = paramsOf(playbook, selection.params[playbook.id] ?? {});
  const read = await factsOf(playbook, params, use);
  if ('refusal' in read) return [unknown(playbook, read.refusal)];
  const given = { ...read, params };
  const applies = playbook.applies?.(given) ?? true;
  if (applies !== true) return [notApplicable(playbook, applies)];
  return playbook.assess(given);
}

function notApplicable(playbook: Playbook, why: string): Requirement {
  const evidence = [{ source: playbook.id, says: why, wins: true }];
  return { object: playbook.id, verdict: 'not-applicable', statement: playbook.title, evidence, wishes: [] };
}

function unknown(playbook: Playbook, refusal: Refusal): Requirement {
  const { args } = refusal;
  const source = 'path' in args ? args.path : 'command' in args ? args.command : playbook.id;
  const line = 'line' in args && refusal.code === 'malformed' ? { line: args.line } : {};
  const evidence = [{ source, ...line, says: whyUnread(refusal), wins: true }];
  return { object: playbook.id, verdict: 'unknown', statement: playbook.title, evidence, wishes: [] };
}

/** The short form that stands as evidence; the whole sentence is the report's. */
function whyUnread(refusal: Refusal): string {
  const { code, args } = refusal;
  if ('why' in args) return args.why;
  if (code === 'not-root') return 'only root can read it';
  if (code === 'tool-missing')
    return `${args.tool} is missing (package ${args.package}): it is needed to ${args.what}`;
  return code;
}
