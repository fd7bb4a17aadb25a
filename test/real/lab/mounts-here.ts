import { isLeftOut } from './is-left-out.ts';
import type { Ran } from './ran.ts';

interface Mounted {
  readonly target: string;
  readonly source: string | null;
  readonly fstype: string;
  readonly options: string;
}

/** What findmnt says, as `mount TARGET` with source, type and options; the upper ones first where several lie on each other. */
export function mountsHere(
  run: (...command: readonly string[]) => Ran,
  without: readonly string[],
): ReadonlyMap<string, string> {
  const ran = run('findmnt', '--json', '--list', '--output', 'TARGET,SOURCE,FSTYPE,OPTIONS');
  if (ran.status !== 0) throw new Error(`findmnt: ${ran.stderr}`);
  const { filesystems }: { filesystems: readonly Mounted[] } = JSON.parse(ran.stdout);
  const mounts = new Map<string, string>();
  for (const { target, source, fstype, options } of filesystems) {
    if (isLeftOut(without, target)) continue;
    const below = mounts.get(`mount ${target}`);
    const here = `${source} ${fstype} ${options}`;
    mounts.set(`mount ${target}`, below === undefined ? here : `${here}\n${below}`);
  }
  return mounts;
}
