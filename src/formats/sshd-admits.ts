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

/**
 * Whether sshd lets somebody try to log in: allowed_user() of OpenSSH. Who is denied is out; where there is a list of
 * who is allowed one must be in it; both for users and for groups. Names of hosts are taken to match where that lets
 * somebody in, and not to where it keeps somebody out: only a name server knows.
 */
export function sshdAdmits(
  statements: readonly SshdStatement[],
  visitor: SshdVisitor,
  holds: (block: SshdBlock) => boolean,
): boolean {
  const said = (key: string) => sshdList(statements, key, holds).flatMap(({ args }) => args);
  const inGroups = (patterns: readonly string[]) =>
    patterns.some((pattern) => visitor.groups.some((group) => sshdPattern(pattern).test(group)));
  const [allowed, allowedGroups] = [said('allowusers'), said('allowgroups')];
  return (
    !said('denyusers').some((item) => isVisitor(item, visitor, false)) &&
    (allowed.length === 0 || allowed.some((item) => isVisitor(item, visitor, true))) &&
    !inGroups(said('denygroups')) &&
    (allowedGroups.length === 0 || inGroups(allowedGroups))
  );
}

/** `user` or `user@hosts`: match_user(). */
function isVisitor(item: string, { user, address }: SshdVisitor, assume: boolean): boolean {
  const at = item.lastIndexOf('@');
  if (at < 0) return sshdPattern(item).test(user);
  return sshdPattern(item.slice(0, at)).test(user) && isFrom(item.slice(at + 1), address, assume);
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
