import type { Change } from '../model/change.ts';
import type { Effect } from '../model/effect.ts';
import type { Plan } from '../model/plan.ts';
import type { Allowance } from '../model/policy.ts';

/** Something that nobody being asked must be allowed, and in words what would be done by it. */
export interface Needed {
  readonly allow: Allowance;
  readonly what: string;
}

/** What an unattended run would need and is not allowed: it restarts something, or changes what cannot be taken back exactly. */
export function missingAllowances(
  { host, changes, effects }: Pick<Plan, 'host' | 'changes' | 'effects'>,
  allow: readonly Allowance[],
): readonly Needed[] {
  // On an image nothing runs that could be restarted.
  const ran = host.type === 'image' ? [] : effects;
  return [...ran.flatMap(ofEffect), ...changes.flatMap(ofChange)].filter(
    (needed) => !allow.includes(needed.allow),
  );
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
