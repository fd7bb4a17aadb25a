import type { Change } from '../model/change.ts';
import type { Effect } from '../model/effect.ts';
import type { Allowance } from '../model/policy.ts';
import type { Refusal } from '../model/refusal.ts';

interface Needed {
  readonly allow: Allowance;
  readonly what: string;
}

/**
 * Why nobody being asked, a plan is not applied: it restarts something, or makes a change that cannot be taken back
 * exactly, and the policy does not allow it. One refusal for all that is missing; null when nothing is.
 */
export function unattendedRefusal(
  { changes, effects }: { readonly changes: readonly Change[]; readonly effects: readonly Effect[] },
  allow: readonly Allowance[],
): Refusal | null {
  const missing = [...effects.flatMap(ofEffect), ...changes.flatMap(ofChange)].filter(
    (needed) => !allow.includes(needed.allow),
  );
  if (missing.length === 0) return null;
  const words = (list: readonly string[]) => [...new Set(list)].join(', ');
  return {
    code: 'not-allowed',
    args: {
      what: words(missing.map(({ what }) => what)),
      // What is allowed already stays in the line that the sentence proposes.
      allow: words([...allow, ...missing.map((needed) => needed.allow)]),
    },
  };
}

function ofEffect(effect: Effect): readonly Needed[] {
  if (effect.do !== 'restart') return [];
  const { unit } = effect;
  return [
    { allow: unit === 'docker.service' ? 'restart-docker' : 'restart-services', what: `restart ${unit}` },
  ];
}

function ofChange({ undo, key }: Change): readonly Needed[] {
  switch (undo) {
    case 'exact':
      return [];
    case 'best-effort':
      return [{ allow: 'best-effort-undo', what: `change ${key}, which can only nearly be taken back` }];
    case 'one-way':
      return [{ allow: 'one-way', what: `change ${key}, which cannot be taken back before a reboot` }];
  }
}
