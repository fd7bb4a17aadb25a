import type { Json } from '../model/json.ts';
import type { Kind } from '../model/kind.ts';
import type { UnitState } from '../model/live.ts';

/**
 * Whether a unit runs. What enables it are links, which are entries. Best effort: a service that was stopped and
 * started again is not the process it was.
 */
export const unitKind: Kind = {
  undo: () => 'best-effort',
  async read(host, key) {
    const state = await host.live('unit', key);
    return state === null ? null : { active: state.active };
  },
  want(_before, parts) {
    const active = parts[0]?.desired;
    if (active !== 'active' && active !== 'inactive') throw new Error('a unit is wished active or inactive');
    return { active };
  },
  put: (host, key, to) => host.putLive('unit', key, asUnitState(to)),
  where(now, { before, after }) {
    if (running(now) === running(after)) return 'after';
    return running(now) === running(before) ? 'before' : 'foreign';
  },
  show: (before, after, _blobs, key) => ({
    type: 'lines',
    subject: `unit ${key}`,
    lines: [
      {
        what: key,
        before: asUnitState(before)?.active ?? 'absent',
        after: asUnitState(after)?.active ?? 'absent',
      },
    ],
  }),
  part: (state) => (state === null ? null : running(state) ? 'active' : 'inactive'),
};

function asUnitState(state: Json): UnitState | null {
  return state as UnitState | null;
}

/** Failed and absent units both do not run; starting or stopping cannot bring those words back. */
function running(state: Json): boolean {
  return asUnitState(state)?.active === 'active';
}
