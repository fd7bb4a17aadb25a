import { guardRefusals } from '../../../src/engine/guard-refusals.ts';
import { createMemoryHost, type WrittenEntry, type WrittenHost } from '../../../src/host/memory-host.ts';
import type { Path } from '../../../src/model/path.ts';
import type { Allowance } from '../../../src/model/policy.ts';

type Entries = { readonly [path: Path]: WrittenEntry };

/** What a host has, and what a plan would make of it; null takes a file away. */
export interface Guarded {
  readonly host: Entries;
  readonly plan: { readonly [path: Path]: WrittenEntry | null };
  readonly invoker?: number | null;
  readonly processes?: readonly { readonly uid: number }[];
  readonly allow?: readonly Allowance[];
  readonly image?: true;
}

/** The refusals of all guards, as `guard object: why`. */
export async function guarded({ host, plan, invoker = null, processes = [], allow = [], image }: Guarded) {
  const written = (entries: Entries): WrittenHost => ({
    ...(image === undefined ? {} : { type: 'image' as const }),
    entries,
    observations: [
      [{ type: 'invoker' }, JSON.stringify(invoker === null ? null : { uid: invoker })],
      [
        { type: 'processes' },
        JSON.stringify(processes.map(({ uid }, pid) => ({ pid, uid, gids: [], argv: [] }))),
      ],
    ],
  });
  const after = Object.fromEntries(
    Object.entries({ ...host, ...plan }).flatMap(([path, entry]) => (entry === null ? [] : [[path, entry]])),
  ) as Entries;
  const changes = Object.keys(plan).map((key, i) => ({
    number: i + 1,
    kind: 'entry' as const,
    key,
    before: null,
    after: null,
    undo: 'exact' as const,
    parts: [{ playbook: 'test/plan', before: null, after: null }],
    effects: [],
  }));
  const objections = await guardRefusals(
    createMemoryHost(written(host)),
    createMemoryHost(written(after)),
    changes,
    { allow, today: '2026-01-02' },
  );
  return objections.map(({ refusal: { code, args } }) =>
    code === 'guard' ? `${args.guard} ${args.object}: ${args.why}` : `${code} ${JSON.stringify(args)}`,
  );
}
