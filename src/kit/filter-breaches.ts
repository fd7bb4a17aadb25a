import { type AddressRanges, addressRanges, type IpFamily } from '../formats/address-ranges.ts';
import { type NftPlace, nftAdmits } from '../formats/nft-admits.ts';
import type { NftPacket } from '../formats/nft-packet.ts';
import type { NftRuleset } from '../formats/nft-ruleset.ts';
import { portNumber } from '../formats/port-number.ts';

/** From where may be used what should not be: from other machines, at ports of this host. */
export interface FilterBreach {
  readonly protocol: NftPacket['protocol'];
  readonly first: number;
  readonly last: number;
  readonly family: IpFamily;
  readonly from: AddressRanges;
  /** What lets it in; empty where nothing keeps anything out. */
  readonly by: readonly NftPlace[];
}

/** Who may use a port; nobody where that is empty. */
export type Allowed = (packet: NftPacket) => AddressRanges;

/**
 * Everything that a packet filter may let in to this host itself beyond what is allowed. Ports are tried where any rule,
 * or `marks`, begins or ends one, so that none in between can differ.
 */
export function filterBreaches(
  ruleset: NftRuleset,
  allowed: Allowed,
  marks: readonly number[],
): readonly FilterBreach[] {
  const admits = nftAdmits(ruleset);
  const firsts = firstPorts(ruleset, marks);
  const found: FilterBreach[] = [];
  for (const family of [4, 6] as const) {
    for (const protocol of ['tcp', 'udp', 'other'] as const) {
      for (const [i, first] of (protocol === 'other' ? [0] : firsts).entries()) {
        const packet = { family, protocol, port: first, out: null };
        const { from: admitted, by: all } = admits(packet, 'at-most');
        const from = addressRanges.subtract(admitted, allowed(packet));
        if (from.length === 0) continue;
        const by = all.filter((place) => addressRanges.intersect(place.from, from).length > 0);
        const last = protocol === 'other' ? 0 : (firsts[i + 1] ?? 65536) - 1;
        const before = found.at(-1);
        const isMore =
          before?.protocol === protocol &&
          before.family === family &&
          before.last === first - 1 &&
          addressRanges.isWithin(from, before.from) &&
          addressRanges.isWithin(before.from, from);
        if (isMore && before !== undefined) found[found.length - 1] = { ...before, last };
        else found.push({ protocol, first, last, family, from, by });
      }
    }
  }
  return found;
}

/** Chains that a packet for this host passes; what is only passed on has rules for every container. */
function firstPorts({ tables }: NftRuleset, marks: readonly number[]): readonly number[] {
  const firsts = new Set([1, ...marks.flatMap((port) => [port, port + 1])]);
  const passed = tables.filter(({ chains }) =>
    chains.some(({ base }) => base?.hook === 'input' || base?.hook === 'prerouting'),
  );
  for (const { chains, sets } of passed) {
    const words = [
      ...chains.flatMap(({ rules }) => rules.flatMap((rule) => rule.words)),
      ...[...sets.values()].flatMap((elements) => elements ?? []),
    ];
    for (const { text } of words) {
      const [from = null, to = from] = text.split('-', 2).map(portNumber);
      if (from === null || to === null) continue;
      firsts.add(Math.max(from, 1)).add(to + 1);
    }
  }
  return [...firsts].filter((port) => port < 65536).sort((a, b) => a - b);
}
