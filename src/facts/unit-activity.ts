import type { Unit } from '../model/effect.ts';
import type { UnitState } from '../model/live.ts';
import type { Fact } from '../model/playbook.ts';

/** Whether a unit runs; null where nothing runs, or systemd knows no such unit. */
export function unitActivity(name: Unit): Fact<UnitState['active'] | null> {
  return {
    name: `unit-activity ${name}`,
    async read(host) {
      if (host.identity.type === 'image') return null;
      return (await host.live('unit', name))?.active ?? null;
    },
  };
}
