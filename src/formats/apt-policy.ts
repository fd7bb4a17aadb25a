/** What apt would install of a package. */
export interface AptCandidate {
  readonly name: string;
  readonly version: string;
  /** Whether an archive offers that version; what is only installed is a candidate, too. */
  readonly isOffered: boolean;
}

/** The answer of `apt-cache policy NAME…`: packages that it does not know are left out, and so are those without a candidate. */
export function parseAptPolicy(text: string): readonly AptCandidate[] {
  const candidates: AptCandidate[] = [];
  for (const block of text.split(/^(?=\S)/m)) {
    const [, name] = /^(\S+):\n/.exec(block) ?? [];
    const [, version] = /^ {2}Candidate: (\S+)$/m.exec(block) ?? [];
    if (name === undefined || version === undefined || version === '(none)') continue;
    // ` *** VERSION PRIORITY`, and below each version its sources.
    const versions = block.split(/^ (?:\*\*\*| {3}) (?=\S+ -?\d+(?: \(phased [^)]*\))?$)/m).slice(1);
    const table = versions.find((each) => each.startsWith(`${version} `)) ?? '';
    const sources = table.split('\n').slice(1);
    // dpkg's own status file is a path, archives are addresses.
    const isOffered = sources.some((line) => line.trim() !== '' && !/^\s*-?\d+ \/\S+$/.test(line));
    candidates.push({ name, version, isOffered });
  }
  return candidates;
}
