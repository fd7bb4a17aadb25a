import { enginePackages } from '../facts/engine-packages.ts';
import type { Packages } from '../facts/packages.ts';
import type { SecurityUpdate, SecurityUpdates } from '../facts/security-updates.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';

/** No security archive has a newer version of what is installed, as far as its lists that were fetched last say. */
export function noneIsPending(
  { updates, archives, unread }: SecurityUpdates,
  packages: Packages,
): Requirement {
  const about = {
    object: 'updates:security',
    statement: 'no security update waits to be installed',
    wishes: [],
  };
  const known: Evidence[] = archives.map(({ source, label, suite, date }) => ({
    source,
    says: `${label} ${suite}, of ${date}`,
    wins: false,
  }));
  const waiting = updates.map(
    ({ name, installed, offered, isHeld, source }): Evidence => ({
      source,
      says: `${name} ${offered}, here is ${installed}${isHeld ? ', on hold' : ''}`,
      wins: true,
    }),
  );
  const evidence = [...waiting, ...known];
  if (packages.isInterrupted) {
    const says = 'dpkg was interrupted and has not finished';
    const interrupted = { source: '/var/lib/dpkg/updates', says, wins: true };
    return {
      ...about,
      verdict: 'manual',
      evidence: [interrupted, ...evidence],
      steps: ['dpkg --configure -a'],
    };
  }
  if (waiting.length > 0) return { ...about, verdict: 'manual', evidence, steps: stepsFor(updates) };
  if (archives.length === 0) {
    const none = {
      source: '/var/lib/apt/lists',
      says: 'no lists of a security archive are here',
      wins: true,
    };
    return { ...about, verdict: 'manual', evidence: [none], steps: ['apt-get update', 'then scan again'] };
  }
  if (unread.length === 0) return { ...about, verdict: 'met', evidence };
  const says = 'compressed or too large to be read';
  return {
    ...about,
    verdict: 'manual',
    evidence: [...unread.map((source) => ({ source, says, wins: true })), ...evidence],
    steps: ['apt list --upgradable'],
  };
}

function stepsFor(updates: readonly SecurityUpdate[]): readonly string[] {
  const engine = new Set(enginePackages.map(({ name }) => name));
  const held = updates.filter(({ isHeld }) => isHeld);
  const free = updates.filter(({ isHeld }) => !isHeld);
  const restarting = free.filter(({ name }) => engine.has(name));
  const others = free.filter(({ name }) => !engine.has(name));
  const upgrade = (list: readonly SecurityUpdate[]) =>
    `apt-get install --only-upgrade ${list.map(({ name }) => shellWord(name)).join(' ')}`;
  return [
    ...(others.length === 0 ? [] : [upgrade(others)]),
    ...(restarting.length === 0 ? [] : [`when containers may restart: ${upgrade(restarting)}`]),
    ...held.map(({ name }) => `find out why ${name} is on hold, then: apt-mark unhold ${shellWord(name)}`),
  ];
}
