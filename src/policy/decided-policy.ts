import type { Decisions } from '../model/decisions.ts';
import type { Playbook, Profile } from '../model/playbook.ts';
import { Refused } from '../model/refusal.ts';
import { addWaiver } from './add-waiver.ts';
import { paramText } from './param-text.ts';
import { parsePolicy } from './parse-policy.ts';
import type { Refuse } from './policy-lines.ts';
import { setInPolicy } from './set-in-policy.ts';

/**
 * A policy's text with decisions in it: read again, it asks for what was decided. Everything that can be is added
 * at the end, so that the old text is the beginning of the new one; only a value in a section that is there
 * already goes into it. A new policy also fixes the profile. Without decisions the text is as it was.
 */
export function decidedPolicy(
  policy: { readonly text: string; readonly name: string },
  playbooks: readonly Playbook[],
  profile: Profile,
  { skip, params, waivers, allow, confirm }: Decisions,
): string {
  const refuse: Refuse = (line, why) => {
    throw new Refused({ code: 'policy', args: { path: policy.name, line, why } });
  };
  const allowed = parsePolicy(policy.text, policy.name, playbooks).run.allow;
  const sections = [
    ...Object.entries(params).flatMap(([id, values]) =>
      Object.entries(values).map(([key, value]) => ({ section: id, set: { key, value: paramText(value) } })),
    ),
    ...skip.map((id) => ({ section: `skip ${id}`, set: null })),
    ...(allow.length === 0
      ? []
      : [{ section: 'run', set: { key: 'allow', value: [...allowed, ...allow].join(', ') } }]),
    ...(confirm === undefined ? [] : [{ section: 'run', set: { key: 'confirm', value: confirm } }]),
  ];
  if (sections.length === 0 && waivers.length === 0) return policy.text;
  const start = policy.text === '' ? `profile = ${profile}\n` : policy.text;
  const text = sections.reduce((now, { section, set }) => setInPolicy(now, section, set, refuse), start);
  return waivers.reduce((now, waiver) => now + addWaiver(now, policy.name, playbooks, waiver).text, text);
}
