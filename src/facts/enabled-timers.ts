import type { Unit } from '../model/effect.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';

const WANTS: readonly Path[] = [
  '/etc/systemd/system/timers.target.wants',
  '/usr/lib/systemd/system/timers.target.wants',
  '/lib/systemd/system/timers.target.wants',
];

/** Timers that systemd starts at boot, sorted. */
export const enabledTimers: Fact<readonly Unit[]> = {
  name: 'enabled-timers',
  async read(host) {
    const found = await Promise.all(WANTS.map((directory) => host.list(directory)));
    const names = found.flatMap((each) => each ?? []).filter((name) => name.endsWith('.timer'));
    return [...new Set(names)].sort();
  },
};
