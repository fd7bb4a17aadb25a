import type { Waiver } from '../model/plan.ts';
import { parsePolicy } from './parse-policy.ts';
import { sectionGap } from './section-gap.ts';
import { waiverName } from './waiver-name.ts';
import { waiverSection } from './waiver-section.ts';

export interface AddedWaiver {
  /** As it is read from now on. */
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
  const text = sectionGap(policy) + waiverSection({ name, ...wanted });
  const waiver = parsePolicy(policy + text, path, playbooks).waivers.find((read) => read.name === name);
  if (waiver === undefined) throw new Error(`a section that is not read: ${text}`);
  return { waiver, text };
}
