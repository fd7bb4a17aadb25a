import type { UnitAtBoot } from '../facts/unit-at-boot.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';

/**
 * A unit is started at boot, and runs now unless `onlyAtBoot`. What enables it are links, as `systemctl enable` makes
 * them. A masked unit is somebody's decision, and stays a person's.
 */
export function unitRuns(unit: UnitAtBoot, purpose: string, onlyAtBoot = false): Requirement {
  const { name, fragment, isMasked, links, installs } = unit;
  const isActive = onlyAtBoot ? null : unit.isActive;
  const about = {
    object: `unit:${name}`,
    statement: `${name} ${purpose}${isActive === null ? '' : ', and runs now'}`,
    evidence: evidenceOf(unit, isActive),
  };
  if (isMasked) {
    const commands = [
      `see who masked ${name}, and why: ls -l ${fragment}`,
      `systemctl unmask ${name} && systemctl enable --now ${name}`,
    ];
    return { ...about, verdict: 'manual', wishes: [], steps: commands };
  }
  if (links.length > 0 && isActive !== false) return { ...about, verdict: 'met', wishes: [] };
  if (links.length === 0 && installs.length === 0) {
    const steps = [`${fragment} says nothing of when ${name} starts: reinstall its package, then plan again`];
    return { ...about, verdict: 'manual', wishes: [], steps };
  }
  const wishes: Wish[] = (links.length > 0 ? [] : installs).map((key) => ({
    kind: 'entry',
    key,
    desired: { link: fragment },
    effects: [{ do: 'daemon-reload' }],
  }));
  if (isActive === false) wishes.push({ kind: 'unit', key: name, desired: 'active' });
  return { ...about, verdict: 'unmet', wishes };
}

function evidenceOf(
  { name, fragment, isMasked, links }: UnitAtBoot,
  isActive: boolean | null,
): readonly Evidence[] {
  const atBoot: Evidence = isMasked
    ? { source: fragment, says: 'masked: it cannot be started', wins: true }
    : links[0] === undefined
      ? { source: fragment, says: 'disabled: no target pulls it in', wins: true }
      : { source: links[0], says: 'enabled', wins: true };
  const now = {
    source: `systemctl show ${name}`,
    says: isActive === true ? 'active' : 'not active',
    wins: true,
  };
  return isActive === null ? [atBoot] : [atBoot, now];
}
