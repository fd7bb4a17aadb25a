import { addressMatches, sshdNetwork } from './sshd-address.ts';
import type { SshdBlock, SshdStatement } from './sshd-evaluate.ts';
import { sshdPattern } from './sshd-pattern-list.ts';

/** Keywords, in lower case, by which sshd lets somebody in or not before it asks for anything. */
export const ADMISSION = ['denyusers', 'allowusers', 'denygroups', 'allowgroups'] as const;

export interface SshdVisitor {
  readonly user: string;
  /** Names of all the user's groups, the primary one too. */
  readonly groups: readonly string[];
  /** An IPv4 or IPv6 address. */
  readonly address: string;
}

/**
 * The statements of a keyword that holds a list: all above the blocks, added up; or, where a block that holds has one,
 * only all those in such blocks.
 */
export function sshdList(
  statements: readonly SshdStatement[],
  key: string,
  holds: (block: SshdBlock) => boolean,
): readonly SshdStatement[] {
  const said = statements.filter((statement) => statement.key === key);
  const inBlocks = said.filter(({ blocks }) => blocks.length > 0 && blocks.every(holds));
  return inBlocks.length > 0 ? inBlocks : said.filter(({ blocks }) => blocks.length === 0);
}

export type SshdAdmits = (visitor: SshdVisitor, holds: (block: SshdBlock) => boolean) => boolean;

/**
 * Whether sshd lets somebody try to log in: allowed_user() of OpenSSH. Who is denied is out; where there is a list of
 * who is allowed one must be in it; both for users and for groups. Names of hosts are taken to match where that lets
 * somebody in, and not to where it keeps somebody out: only a name server knows.
 */
export function createSshdAdmits(statements: readonly SshdStatement[]): SshdAdmits {
  const said = statements.filter(({ key }) => (ADMISSION as readonly string[]).includes(key));
  const blocks = [...new Set(said.flatMap((statement) => statement.blocks))];
  // The lists are the same for all for whom the same blocks hold.
  const known = new Map<string, ReturnType<typeof listsFor>>();
  return (visitor, holds) => {
    const which = blocks.map((block) => Number(holds(block))).join('');
    const lists = known.get(which) ?? listsFor(said, holds);
    known.set(which, lists);
    const { denyusers, allowusers, denygroups, allowgroups } = lists;
    return (
      !hasUser(denyusers, visitor, false) &&
      (allowusers.size === 0 || hasUser(allowusers, visitor, true)) &&
      !hasGroup(denygroups, visitor) &&
      (allowgroups.size === 0 || hasGroup(allowgroups, visitor))
    );
  };
}

/** Items by the names they are for; those with a wildcard apart. */
interface List {
  readonly size: number;
  readonly byName: ReadonlyMap<string, readonly Item[]>;
  readonly patterns: readonly Item[];
}

interface Item {
  readonly name: string;
  readonly pattern: RegExp;
  /** Null for everywhere. */
  readonly hosts: string | null;
}

function listsFor(said: readonly SshdStatement[], holds: (block: SshdBlock) => boolean) {
  const list = (key: (typeof ADMISSION)[number], hasHosts: boolean): List => {
    const items = sshdList(said, key, holds).flatMap(({ args }) => args.map((arg) => itemOf(arg, hasHosts)));
    const isPattern = ({ name }: Item) => /[*?]/.test(name);
    return {
      size: items.length,
      byName: Map.groupBy(
        items.filter((item) => !isPattern(item)),
        ({ name }) => name,
      ),
      patterns: items.filter(isPattern),
    };
  };
  return {
    denyusers: list('denyusers', true),
    allowusers: list('allowusers', true),
    denygroups: list('denygroups', false),
    allowgroups: list('allowgroups', false),
  };
}

/** `user` or `user@hosts`: match_user(). */
function itemOf(arg: string, hasHosts: boolean): Item {
  const at = hasHosts ? arg.lastIndexOf('@') : -1;
  const name = at < 0 ? arg : arg.slice(0, at);
  return { name, pattern: sshdPattern(name), hosts: at < 0 ? null : arg.slice(at + 1) };
}

function itemsFor({ byName, patterns }: List, name: string): readonly Item[] {
  return [...(byName.get(name) ?? []), ...patterns.filter(({ pattern }) => pattern.test(name))];
}

function hasUser(list: List, { user, address }: SshdVisitor, assume: boolean): boolean {
  return itemsFor(list, user).some(({ hosts }) => hosts === null || isFrom(hosts, address, assume));
}

function hasGroup(list: List, { groups }: SshdVisitor): boolean {
  return groups.some((group) => itemsFor(list, group).length > 0);
}

function isFrom(hosts: string, address: string, assume: boolean): boolean {
  const patterns = hosts.split(',');
  const known = patterns.filter((pattern) => isOfAddresses(pattern.replace(/^!/, '')));
  const names = patterns.filter((pattern) => !known.includes(pattern));
  const isOut = known.some((each) => each.startsWith('!') && addressMatches(address, each.slice(1)));
  const mayBeOut = !assume && names.some((each) => each.startsWith('!'));
  if (isOut || mayBeOut) return false;
  const mayBeIn = assume && names.some((each) => !each.startsWith('!'));
  return mayBeIn || known.some((each) => !each.startsWith('!') && addressMatches(address, each));
}

/** A network, everything, or `192.168.*`: the rest may be names of hosts, or says less than it seems. */
function isOfAddresses(pattern: string): boolean {
  return sshdNetwork(asNetwork(pattern)) !== null || pattern === '*';
}

/** `192.168.*` is a network, too: sshd compares it with the address as it is printed. */
export function asNetwork(pattern: string): string {
  const parts = /^(\d{1,3}(?:\.\d{1,3}){0,2})\.\*$/.exec(pattern)?.[1]?.split('.');
  if (parts === undefined) return pattern;
  return `${[...parts, 0, 0, 0].slice(0, 4).join('.')}/${parts.length * 8}`;
}
