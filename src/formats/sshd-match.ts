import { Malformed } from '../model/format.ts';
import { addressMatches } from './sshd-address.ts';
import { isInPatternList } from './sshd-pattern-list.ts';

/** What a Match block asks of a connection; all of its criteria must hold. None at all is `Match all`. */
export interface SshdCriterion {
  readonly on:
    | 'user'
    | 'group'
    | 'host'
    | 'address'
    | 'localaddress'
    | 'localport'
    | 'rdomain'
    | 'invalid-user';
  readonly list: string;
}

/** Somebody who logs in. What is null is not known, and no criterion on it holds, as in `sshd -T -C`. */
export interface SshdConnection {
  readonly user: string | null;
  /** Names of all the user's groups, the primary one too. */
  readonly groups: readonly string[];
  readonly host: string | null;
  readonly address: string | null;
  readonly localAddress: string | null;
  readonly localPort: number | null;
}

const CRITERIA = ['user', 'group', 'host', 'address', 'localaddress', 'localport', 'rdomain'] as const;

/** The criteria of `Match`: sshd_config(5), `Criterion list` or `Criterion=list`. Throws {@link Malformed}. */
export function parseSshdMatch(args: readonly string[], line: number): readonly SshdCriterion[] {
  const words = args.flatMap((arg) => {
    const equals = /^(\w+)=(.+)$/.exec(arg);
    return equals === null ? [arg] : [equals[1] ?? '', equals[2] ?? ''];
  });
  if (words.length === 1 && words[0]?.toLowerCase() === 'all') return [];
  const criteria: SshdCriterion[] = [];
  for (let i = 0; i < words.length; i++) {
    const name = words[i]?.toLowerCase() ?? '';
    if (name === 'invalid-user') {
      criteria.push({ on: name, list: '' });
      continue;
    }
    const on = CRITERIA.find((each) => each === name);
    if (name === 'all') throw new Malformed(line, "'all' cannot be combined with other Match attributes");
    if (on === undefined) throw new Malformed(line, `unsupported Match attribute ${words[i]}`);
    i += 1;
    const list = words[i] ?? '';
    if (list === '') throw new Malformed(line, `missing Match criteria for ${name}`);
    if (on === 'localport' && !/^\d{1,5}$/.test(list)) throw new Malformed(line, `invalid LocalPort ${list}`);
    if (on === 'address' || on === 'localaddress') addressMatches(null, list, line);
    criteria.push({ on, list });
  }
  if (criteria.length === 0) throw new Malformed(line, 'one or more attributes required for Match');
  return criteria;
}

/** Whether all criteria hold for the connection: OpenSSH's match_cfg_line(). */
export function sshdMatches(criteria: readonly SshdCriterion[], connection: SshdConnection): boolean {
  return criteria.every((criterion) => holds(criterion, connection));
}

function holds({ on, list }: SshdCriterion, connection: SshdConnection): boolean {
  const { user, groups, host, address, localAddress, localPort } = connection;
  switch (on) {
    case 'user':
      return user !== null && isInPatternList(user, list) === true;
    case 'group': {
      const answers = groups.map((group) => isInPatternList(group, list));
      return answers.includes(true) && !answers.includes(false);
    }
    case 'host':
      return host !== null && isInPatternList(host.toLowerCase(), list.toLowerCase()) === true;
    case 'address':
      return address !== null && addressMatches(address, list);
    case 'localaddress':
      return localAddress !== null && addressMatches(localAddress, list);
    case 'localport':
      return localPort === Number(list);
    // Linux has no routing domains, and whoever can log in is no invalid user.
    case 'rdomain':
    case 'invalid-user':
      return false;
  }
}
