import { addressRanges } from '../formats/address-ranges.ts';
import { outsideAddresses } from '../formats/outside-addresses.ts';
import type { Evidence } from '../model/requirement.ts';
import type { FilterBreach } from './filter-breaches.ts';

/** More are no better evidence. */
const MOST = 6;
const MOST_NETWORKS = 3;
const MOST_NAMED = 3;

/** What lets in what should stay out; `source` stands where no rule can be named, because nothing keeps anything out. */
export function breachEvidence(breaches: readonly FilterBreach[], source: string): readonly Evidence[] {
  const found = new Map<string, { readonly evidence: Evidence; readonly what: Set<string> }>();
  const add = (evidence: Evidence, what: string) => {
    const key = `${evidence.source} ${evidence.line} ${evidence.says}`;
    const known = found.get(key) ?? { evidence, what: new Set() };
    known.what.add(what);
    found.set(key, known);
  };
  for (const breach of breaches) {
    const what = `${portWords(breach)} ${fromWords(breach)}`;
    if (breach.by.length === 0) add({ source, says: 'no chain keeps anything out', wins: true }, what);
    for (const { source: path, line, text } of breach.by) {
      const place = path.startsWith('/') ? { source: path, line } : { source: path };
      add({ ...place, says: text, wins: true }, what);
    }
  }
  return [...found.values()]
    .slice(0, MOST)
    .map(({ evidence, what }) => ({ ...evidence, says: `${evidence.says}: lets in ${someOf([...what])}` }));
}

function someOf(what: readonly string[]): string {
  return what.length <= MOST_NAMED ? what.join(', ') : `${what[0]} and much else`;
}

function portWords({ protocol, first, last }: FilterBreach): string {
  if (protocol === 'other') return 'any protocol';
  const name = protocol.toUpperCase();
  if (first === 1 && last === 65535) return `every ${name} port`;
  return first === last ? `${name} port ${first}` : `${name} ports ${first} to ${last}`;
}

function fromWords({ family, from }: FilterBreach): string {
  if (addressRanges.isWithin(outsideAddresses[family], from)) return 'from everywhere';
  const networks = addressRanges.print(family, from);
  const shown = networks.slice(0, MOST_NETWORKS).join(', ');
  if (networks.length <= MOST_NETWORKS) return `from ${shown}`;
  // As many as it takes to leave out a network or two.
  return `from most IPv${family} addresses`;
}
