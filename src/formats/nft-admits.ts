import { type AddressRanges, addressRanges, type IpFamily } from './address-ranges.ts';
import { type NftPacket, nftFieldIs, nftHasField } from './nft-packet.ts';
import {
  elementWords,
  type NftCondition,
  type NftVerdict,
  type ReadNftRule,
  readNftRule,
  splitNftElements,
} from './nft-rule.ts';
import type { NftChain, NftRule, NftRuleset, NftTable } from './nft-ruleset.ts';
import { outsideAddresses } from './outside-addresses.ts';

/** From where such packets get through, and the rules and chains that let them. */
export interface NftAdmission {
  readonly from: AddressRanges;
  readonly by: readonly NftPlace[];
}

export interface NftPlace {
  readonly source: string;
  readonly line: number;
  readonly text: string;
  /** Whom it lets in. */
  readonly from: AddressRanges;
}

/**
 * Which words of a rule cannot be told from the packet is decided for the one or for the other: `at-most` is from
 * where they may get through, `at-least` from where they surely do.
 */
export type NftDoubt = 'at-most' | 'at-least';

/** Addresses that conditions surely hold for, and that they may hold for. */
interface Matched {
  readonly surely: AddressRanges;
  readonly possibly: AddressRanges;
}
interface Walked {
  readonly accepted: AddressRanges;
  /** What comes back to the chain that jumped here. */
  readonly left: AddressRanges;
}

const { all, union, intersect, subtract } = addressRanges;
/** More jumps than the kernel follows. */
const MOST_JUMPS = 16;

/**
 * What a packet filter lets through, as the kernel decides: at each hook every base chain must accept, whatever its
 * priority; `accept` ends a chain and not the hook, `drop` is the end. A host without a chain at a hook lets all through.
 */
export function nftAdmits(ruleset: NftRuleset): (packet: NftPacket, doubt: NftDoubt) => NftAdmission {
  const read = new Map<NftRule, ReadNftRule>();
  for (const rule of ruleset.tables.flatMap(({ chains }) => chains).flatMap(({ rules }) => rules))
    read.set(rule, readNftRule(rule));

  const sources: Sources = new Map();
  return (packet, doubt) => {
    let from = outsideAddresses[packet.family];
    let by: readonly NftPlace[] = [];
    for (const hook of ['prerouting', packet.out === null ? 'input' : 'forward']) {
      by = [];
      for (const table of ruleset.tables.filter((each) => sees(each, packet.family))) {
        for (const chain of table.chains) {
          if (chain.base?.hook !== hook) continue;
          const places: NftPlace[] = [];
          const walk = walker(table, hook, packet, doubt, read, places, sources);
          const { accepted, left } = walk(chain, from, 0);
          const byPolicy = chain.base.policy === 'accept' ? left : [];
          if (byPolicy.length > 0) {
            const { source, line } = chain.base;
            places.push({ source, line, text: `chain ${chain.name}: policy accept`, from: byPolicy });
          }
          from = union(accepted, byPolicy);
          by = [...by, ...places];
        }
      }
    }
    return { from, by };
  };
}

function sees({ family }: NftTable, of: IpFamily): boolean {
  return family === 'inet' || family === (of === 4 ? 'ip' : 'ip6');
}

const SOURCE = /^ip6? saddr$/;
/** What conditions on nothing but the source match, by family: the same for every packet, and long where a set is. */
type Sources = Map<NftCondition, { readonly [family in '4' | '6']?: Matched }>;
type Walk = (chain: NftChain, coming: AddressRanges, jumps: number) => Walked;

function walker(
  table: NftTable,
  hook: string,
  packet: NftPacket,
  doubt: NftDoubt,
  read: ReadonlyMap<NftRule, ReadNftRule>,
  places: NftPlace[],
  sources: Sources,
): Walk {
  const isMost = doubt === 'at-most';
  const match = (condition: NftCondition) => {
    if (!condition.selectors.every((selector) => SOURCE.test(selector)))
      return matched(condition, table, hook, packet);
    const key = `${packet.family}` as const;
    const known = sources.get(condition)?.[key] ?? matched(condition, table, hook, packet);
    sources.set(condition, { ...sources.get(condition), [key]: known });
    return known;
  };

  return function walk(chain, coming, jumps): Walked {
    let remaining = coming;
    let accepted: AddressRanges = [];
    let ended: AddressRanges = [];
    for (const rule of chain.rules) {
      const found = read.get(rule);
      if (found === undefined || remaining.length === 0) continue;
      // Most rules are about some port, and not about this one.
      if (
        hook !== 'forward' &&
        found.ports?.every(([first, last]) => packet.port < first || last < packet.port)
      )
        continue;
      for (const [verdict, { surely, possibly }] of acts(found, packet, match)) {
        const [sure, possible] = [intersect(remaining, surely), intersect(remaining, possibly)];
        if (possible.length === 0) continue;
        // With `at-most` a drop in doubt drops nothing; with `at-least` an acceptance in doubt accepts nothing.
        const dropped = isMost ? sure : possible;
        const taken = isMost ? possible : sure;
        switch (verdict.type) {
          case 'accept':
            accepted = union(accepted, taken);
            if (taken.length > 0)
              places.push({ source: rule.source, line: rule.line, text: rule.text, from: taken });
            remaining = subtract(remaining, sure);
            break;
          case 'drop':
            remaining = subtract(remaining, dropped);
            break;
          case 'return':
            ended = union(ended, possible);
            remaining = subtract(remaining, sure);
            break;
          default: {
            const next = table.chains.find(({ name }) => name === verdict.chain);
            if (next === undefined || jumps >= MOST_JUMPS) break;
            const inside = walk(next, taken, jumps + 1);
            accepted = union(accepted, inside.accepted);
            const stays = subtract(remaining, dropped);
            if (verdict.type === 'goto') {
              ended = union(ended, inside.left);
              remaining = isMost ? subtract(remaining, sure) : stays;
            } else {
              remaining = union(isMost ? subtract(remaining, sure) : stays, inside.left);
            }
          }
        }
      }
    }
    return { accepted, left: union(remaining, ended) };
  };
}

/** A verdict map is as many rules as it has elements. */
function acts(
  { conditions, isPartial, verdict, map }: ReadNftRule,
  packet: NftPacket,
  match: (condition: NftCondition) => Matched,
): readonly (readonly [NftVerdict, Matched])[] {
  const key = map === null ? undefined : conditions.at(-1);
  const before = both(packet.family, (key === undefined ? conditions : conditions.slice(0, -1)).map(match));
  const partly = ({ surely, possibly }: Matched) => ({ surely: isPartial ? [] : surely, possibly });
  if (verdict !== null) return [[verdict, partly(before)]];
  if (map === null || key === undefined) return [];
  return map.map(({ element, verdict: each }) => [
    each,
    partly(both(packet.family, [before, match({ ...key, elements: [element] })])),
  ]);
}

function both(family: IpFamily, every: readonly Matched[]): Matched {
  return every.reduce<Matched>(
    (a, b) => ({ surely: intersect(a.surely, b.surely), possibly: intersect(a.possibly, b.possibly) }),
    { surely: all(family), possibly: all(family) },
  );
}

const NONE: Matched = { surely: [], possibly: [] };

function matched(
  { selectors, isNegated, elements }: NftCondition,
  table: NftTable,
  hook: string,
  packet: NftPacket,
): Matched {
  if (!selectors.every((selector) => nftHasField(packet, selector))) return NONE;
  const every = all(packet.family);
  const known = elements.flatMap((element): readonly (readonly string[] | null)[] => {
    const name = /^@(.+)/.exec(element[0] ?? '')?.[1];
    if (name === undefined) return [element];
    const words = table.sets.get(name) ?? null;
    return words === null ? [null] : splitNftElements(words).map(elementWords);
  });
  const found = known.map((element) =>
    element === null
      ? { surely: [], possibly: every }
      : both(
          packet.family,
          selectors.map((selector, i) => field(selector, element[i] ?? '', hook, packet)),
        ),
  );
  const surely = union(...found.map((each) => each.surely));
  const possibly = union(...found.map((each) => each.possibly));
  return isNegated
    ? { surely: subtract(every, possibly), possibly: subtract(every, surely) }
    : { surely, possibly };
}

function field(selector: string, value: string, hook: string, packet: NftPacket): Matched {
  const every = all(packet.family);
  if (SOURCE.test(selector)) {
    const parsed = addressRanges.parse(value);
    if (parsed === null) return { surely: [], possibly: every };
    return parsed.family === packet.family ? { surely: parsed.ranges, possibly: parsed.ranges } : NONE;
  }
  const is = nftFieldIs(packet, hook, selector, value);
  if (is === null) return { surely: [], possibly: every };
  return is ? { surely: every, possibly: every } : NONE;
}
