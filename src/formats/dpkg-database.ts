import { type DpkgPackage, parseDpkgStatus } from './dpkg-status.ts';

/** What dpkg has installed, or has left the configuration of. */
export interface DpkgDatabase {
  /** In the order of the file. */
  readonly list: readonly DpkgPackage[];
  /** A dpkg that did not come to its end has left records behind that are not in the file yet. */
  readonly isInterrupted: boolean;
}

/** Names of the records in /var/lib/dpkg/updates, in their order. */
export function dpkgUpdates(names: readonly string[]): readonly string[] {
  return names.filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(a) - Number(b));
}

/** /var/lib/dpkg/status, and the records of an interrupted dpkg, of which each replaces what the file says of its package. */
export function parseDpkgDatabase(status: string, updates: readonly string[]): DpkgDatabase {
  const list = parseDpkgStatus(status);
  if (updates.length === 0) return { list, isInterrupted: false };
  const packages = new Map(list.map((each) => [idOf(each), each]));
  // Its room on the disk is filled with such lines before there is something to say.
  for (const text of updates)
    for (const each of parseDpkgStatus(text.replace(/^#.*\n?/gm, ''))) packages.set(idOf(each), each);
  return { list: [...packages.values()], isInterrupted: true };
}

function idOf({ name, architecture }: DpkgPackage): string {
  return `${name}:${architecture}`;
}
