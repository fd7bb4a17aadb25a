/**
 * What the kernel makes of the value of `all` and an interface's own (ip-sysctl):
 * - `each`: nobody but the interface itself decides, or it is to be the same everywhere;
 * - `all`: where `all` has the value wanted, an interface's own changes nothing, be it that either suffices
 *   (log_martians = 1) or that both are needed (accept_source_route = 0). `default` is to have it, too;
 * - `larger`: the larger of both counts (rp_filter). What comes in by `lo` is the host's own.
 * With `or` that value is as good.
 */
export type Combination = { readonly by: 'each' } | { readonly by: 'all' | 'larger'; readonly or?: number };

interface Combined {
  statement(key: string, allowed: readonly string[]): string;
  /** Whether values by name (null where nothing sets one) come to one of those allowed. */
  holds(
    value: (name: string) => string | null,
    names: readonly string[],
    allowed: readonly string[],
  ): boolean;
}

export const combined: { readonly [By in Combination['by']]: Combined } = {
  each: {
    statement: (key, allowed) =>
      `${key} is ${allowed.join(' or ')} on every interface, in all and in default, now and after a reboot`,
    holds: (value, names, allowed) => names.every((name) => isIn(allowed, value(name))),
  },
  all: {
    statement: (key, allowed) =>
      `${key} is ${allowed.join(' or ')} in all, which is enough for every interface, and in default, now and after a reboot`,
    holds: (value, _names, allowed) => isIn(allowed, value('all')) && isIn(allowed, value('default')),
  },
  larger: {
    statement: (key, allowed) =>
      `${key}, the larger of all and its own, is ${allowed.join(' or ')} on every interface and in default, now and after a reboot`,
    // What nothing sets is the kernel's 0.
    holds: (value, names, allowed) =>
      names
        .filter((name) => name !== 'all' && name !== 'lo')
        .every((name) =>
          isIn(allowed, String(Math.max(Number(value('all') ?? 0), Number(value(name) ?? 0)))),
        ),
  },
};

function isIn(allowed: readonly string[], value: string | null): boolean {
  return value !== null && allowed.includes(value);
}
