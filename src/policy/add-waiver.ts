import { isDeepStrictEqual } from 'node:util';
import type { Waiver } from '../model/plan.ts';
import { parsePolicy } from './parse-policy.ts';
import { waiverName } from './waiver-name.ts';
import { waiverSection } from './waiver-section.ts';

export interface AddedWaiver {
  readonly waiver: Waiver;
  /** What goes to the end of the policy, byte for byte. */
  readonly text: string;
}

/** A waiver for a policy's text, as a section at its end: what a person wrote is never written anew. */
export function addWaiver(
  policy: string,
  path: string,
  playbooks: Parameters<typeof parsePolicy>[2],
  wanted: Omit<Waiver, 'name'>,
): AddedWaiver {
  const { waivers } = parsePolicy(policy, path, playbooks);
  const name = waiverName(
    wanted.object,
    waivers.map((other) => other.name),
  );
  const waiver = { name, ...wanted };
  const gap = policy === '' ? '' : policy.endsWith('\n') ? '\n' : '\n\n';
  const text = gap + waiverSection(waiver);
  const { waivers: read } = parsePolicy(policy + text, path, playbooks);
  if (!isDeepStrictEqual(read, [...waivers, waiver]))
    throw new Error(`does not read as it was meant: ${text}`);
  return { waiver, text };
}
