/** A version of a package that an archive offers. */
export interface OfferedPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
}

/**
 * The packages of an archive's index (`Packages`), as far as they are among `names`. Indexes have many thousands: they
 * are searched for what matters, not parsed. `Package` is the first field of each paragraph.
 */
export function packagesIndex(text: string, names: ReadonlySet<string>): readonly OfferedPackage[] {
  const offered: OfferedPackage[] = [];
  for (let start = 0; start < text.length; ) {
    const blank = text.indexOf('\n\n', start);
    const end = blank < 0 ? text.length : blank;
    const name = /^Package: *(\S+)/my;
    name.lastIndex = start;
    const [, found = ''] = name.exec(text) ?? [];
    if (names.has(found)) {
      const paragraph = text.slice(start, end);
      const [, version] = /^Version: *(\S+)/m.exec(paragraph) ?? [];
      const [, architecture = ''] = /^Architecture: *(\S+)/m.exec(paragraph) ?? [];
      if (version !== undefined) offered.push({ name: found, version, architecture });
    }
    start = end + 2;
  }
  return offered;
}
