import { type Sshd, statementsOf } from '../facts/sshd.ts';
import { boundaryAddresses } from '../formats/boundary-addresses.ts';
import type { GroupEntry } from '../formats/group.ts';
import type { PasswdEntry } from '../formats/passwd.ts';
import { addressMatches, type SshdNetwork, sshdNetwork } from '../formats/sshd-address.ts';
import { ADMISSION, asNetwork, createSshdAdmits } from '../formats/sshd-admits.ts';
import { holdsForAll, type SshdBlock, type SshdStatement } from '../formats/sshd-evaluate.ts';
import { type SshdCriterion, sshdMatches } from '../formats/sshd-match.ts';
import { sshdPattern } from '../formats/sshd-pattern-list.ts';
import { OWN_MACHINE } from './sshd-source-line.ts';

/** Somebody whom sshd lets in from where nobody should come; the user is null for one whom no list and no file names. */
export interface Outsider {
  readonly user: string | null;
  readonly address: string;
}

interface Accounts {
  readonly users: readonly PasswdEntry[];
  readonly groups: readonly GroupEntry[];
}

interface Visitor {
  readonly user: string | null;
  readonly groups: readonly string[];
}

/** A name that nobody has: of a directory service, perhaps. */
const ANYBODY = 'somebody-of-no-list';
const NOWHERE = { host: null, localAddress: null, localPort: null };

/**
 * One of those who are let in from outside of the ranges; null where nobody is. `texts` are the Match lines that are
 * taken to hold, as far as user, group and address allow; null looks at what is said for everybody.
 *
 * It is tried with one of each kind of users, and one of each kind of addresses: those that no list tells apart are one.
 */
export function admittedFromOutside(
  server: Sshd,
  accounts: Accounts,
  ranges: readonly string[],
  texts: ReadonlySet<string> | null,
): Outsider | null {
  const statements = statementsOf(server);
  const inside = [...ranges, ...OWN_MACHINE].join(',');
  const outside = boundaryAddresses(networksIn(statements, inside)).filter(
    (address) => !addressMatches(address, inside),
  );
  const admits = createSshdAdmits(statements);
  const meant = texts === null ? [] : blocksOf(statements, texts);
  for (const { user, groups } of kindsOfUsers(statements, accounts)) {
    for (const address of outside) {
      const visitor = { user: user ?? ANYBODY, groups, address };
      const connection = { ...visitor, ...NOWHERE };
      const isIn = ({ criteria }: SshdBlock) => sshdMatches(criteria.filter(isKnown), connection);
      const holds = (block: SshdBlock) =>
        texts === null
          ? holdsForAll(block)
          : texts.has(block.text)
            ? isIn(block)
            : sshdMatches(block.criteria, connection);
      const isMeant = meant.every(isIn);
      if (isMeant && admits(visitor, holds)) return { user, address };
    }
  }
  return null;
}

/** The rest is known only when somebody comes: it is taken to hold. */
function isKnown({ on, list }: SshdCriterion): boolean {
  if (on === 'address')
    return !/[*?]/.test(list) || list.split(',').every((each) => !/[*?]/.test(asNetwork(each)));
  return on === 'user' || on === 'group';
}

function blocksOf(statements: readonly SshdStatement[], texts: ReadonlySet<string>): readonly SshdBlock[] {
  return statements.flatMap(({ blocks }) => blocks.filter(({ text }) => texts.has(text)));
}

/** Every network that a list speaks of. */
function networksIn(statements: readonly SshdStatement[], inside: string): readonly SshdNetwork[] {
  const hosts = ofLists(statements).flatMap((item) =>
    item.includes('@') ? [item.slice(item.lastIndexOf('@') + 1)] : [],
  );
  const addresses = criteriaOf(statements).flatMap(({ on, list }) => (on === 'address' ? [list] : []));
  return [inside, ...hosts, ...addresses]
    .flatMap((list) => list.split(','))
    .flatMap((pattern) => sshdNetwork(asNetwork(pattern.replace(/^!/, ''))) ?? []);
}

/** The first of the users whom no pattern tells apart from each other, and somebody whom only `*` means. */
function kindsOfUsers(statements: readonly SshdStatement[], { users, groups }: Accounts): readonly Visitor[] {
  const items = ofLists(statements).map((item) => item.replace(/@[^@]*$/, ''));
  const criteria = criteriaOf(statements).flatMap(({ on, list }) =>
    on === 'user' || on === 'group' ? list.split(',') : [],
  );
  const names = new Set([...items, ...criteria.map((each) => each.replace(/^!/, ''))]);
  const patterns = [...names].filter((name) => /[*?]/.test(name)).map(sshdPattern);
  const primary = new Map(groups.map(({ gid, name }) => [gid, name]));
  const others = Map.groupBy(
    groups.flatMap(({ name, members }) => members.map((member) => ({ name, member }))),
    ({ member }) => member,
  );
  const kinds = new Map<string, Visitor>();
  const add = (user: string | null, own: readonly string[]) => {
    const matches = (name: string) =>
      `${names.has(name) ? name : ''}:${patterns.map((pattern) => Number(pattern.test(name))).join('')}`;
    const kind = [matches(user ?? ANYBODY), ...new Set(own.map(matches).sort())].join(' ');
    if (!kinds.has(kind)) kinds.set(kind, { user, groups: own });
  };
  for (const { name, gid } of users)
    add(name, [primary.get(gid) ?? String(gid), ...(others.get(name) ?? []).map((group) => group.name)]);
  add(null, []);
  return [...kinds.values()];
}

function ofLists(statements: readonly SshdStatement[]): readonly string[] {
  return statements
    .filter(({ key }) => (ADMISSION as readonly string[]).includes(key))
    .flatMap(({ args }) => args);
}

function criteriaOf(statements: readonly SshdStatement[]): readonly SshdCriterion[] {
  return statements.flatMap(({ blocks }) => blocks.flatMap(({ criteria }) => criteria));
}
