import type { Evidence } from '../model/requirement.ts';
import type { Allowed } from './filter-breaches.ts';
import type { Firewall } from './firewall.ts';
import { openListeners } from './open-listeners.ts';

/** Who makes the packet filter, and what is dangerous in how. */
export function managerEvidence({ managers, boot }: Firewall): readonly Evidence[] {
  const flushes = boot.flushes.map(({ source, line }) => ({
    source,
    line,
    says: "flush ruleset: takes Docker's tables along whenever it is loaded again",
    wins: false,
  }));
  return [...managers.map(({ evidence }) => ({ ...evidence, wins: false })), ...flushes];
}

/** What listens now and will not be reached any more. */
export function cutOff({ sockets: seen }: Firewall, allowed: Allowed): readonly Evidence[] {
  const open = seen === null ? [] : openListeners(seen);
  return open
    .filter(({ protocol, port }) =>
      ([4, 6] as const).every((family) => allowed({ family, protocol, port, out: null }).length === 0),
    )
    .map(({ name }) => ({
      source: '/proc/net',
      says: `${name} listens for others, and is not among the services`,
      wins: false,
    }));
}

/** What drops the rest already. */
export function kept({ boot, live }: Firewall, wins: boolean): readonly Evidence[] {
  const chains = [boot, ...(live === null ? [] : [live])].flatMap(({ tables }) =>
    tables.flatMap(({ family, name, chains: all }) =>
      all.flatMap(({ base }) =>
        base?.hook === 'input' && base.policy === 'drop'
          ? [
              {
                source: base.source,
                line: base.line,
                says: `table ${family} ${name} drops what no rule accepts`,
                wins,
              },
            ]
          : [],
      ),
    ),
  );
  return chains.map(({ source, line, says, wins }) =>
    source.startsWith('/') ? { source, line, says, wins } : { source, says, wins },
  );
}
