import type { AptConfiguration } from '../facts/apt-configuration.ts';
import { aptScalar } from '../formats/apt-config.ts';
import type { Requirement } from '../model/requirement.ts';
import { type AptSetting, aptDropIn, effectiveApt } from './apt-drop-in.ts';
import { aptEvidence } from './apt-evidence.ts';

/** A requirement that one setting answers. */
export function aptRequirement(
  configuration: AptConfiguration,
  setting: AptSetting,
  isMet: boolean,
  about: Pick<Requirement, 'statement'> & Partial<Pick<Requirement, 'object' | 'evidence'>>,
): Requirement {
  const { name } = setting;
  const requirement = {
    object: `key:${name}`,
    evidence: [aptEvidence(aptScalar(effectiveApt(configuration), name), name)],
    ...about,
  };
  if (isMet) return { ...requirement, verdict: 'met', wishes: [] };
  const planned = aptDropIn(configuration, setting);
  if ('steps' in planned) return { ...requirement, verdict: 'manual', wishes: [], steps: planned.steps };
  return { ...requirement, verdict: 'unmet', wishes: planned.wishes };
}
