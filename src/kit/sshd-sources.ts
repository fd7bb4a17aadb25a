import type { SshSession } from '../facts/ssh-sessions.ts';
import { type Sshd, statementsOf } from '../facts/sshd.ts';
import type { GroupEntry } from '../formats/group.ts';
import type { PasswdEntry } from '../formats/passwd.ts';
import { sshdNetwork } from '../formats/sshd-address.ts';
import { ADMISSION } from '../formats/sshd-admits.ts';
import { holdsForAll, type SshdStatement } from '../formats/sshd-evaluate.ts';
import { Malformed } from '../model/format.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import { sshdBlocksName } from './sshd-blocks-name.ts';
import { statementEvidence } from './sshd-evidence.ts';
import { admittedFromOutside, type Outsider } from './sshd-outsiders.ts';
import { isOurSources, planSources, sourcesItem } from './sshd-source-line.ts';

interface Given {
  readonly server: Sshd | null;
  readonly users: readonly PasswdEntry[];
  readonly groups: readonly GroupEntry[];
  readonly sessions: readonly SshSession[] | null;
}

/**
 * Nobody logs in by SSH from outside of the ranges and of this machine itself: for everybody, and in each Match block
 * with lists of its own. Unmet, it wishes for a line that denies it to all others beside whatever lists there are.
 */
export function fromRanges(given: Given, ranges: readonly string[]): readonly Requirement[] {
  const { server } = given;
  if (server === null) return [];
  if (ranges.length === 0) return [proposal(server, given.sessions)];
  const broken = ranges.filter((range) => !isNetwork(range));
  if (broken.length > 0) return [notNetworks(broken)];

  const item = sourcesItem(ranges);
  const planned = planSources(server, item);
  const after = planned === null ? null : { ...server, main: planned.main };
  return scopesOf(server).map(({ object, whom, blocks }): Requirement => {
    const outsider = admittedFromOutside(server, given, ranges, blocks);
    const said = inScope(server, blocks);
    const stale =
      blocks === null ? said.filter(({ args }) => args.some((arg) => isOurSources(arg) && arg !== item)) : [];
    const about = {
      object,
      statement: `${whom} only from ${ranges.join(', ')} and from this machine itself`,
      evidence: [...said.map((each) => statementEvidence(each, true)), ...outsideEvidence(server, outsider)],
      wishes: [],
    };
    if (outsider === null && stale.length === 0) return { ...about, verdict: 'met' };
    const isEnough = after !== null && admittedFromOutside(after, given, ranges, blocks) === null;
    if (isEnough && planned !== null) return { ...about, verdict: 'unmet', wishes: planned.wishes };
    return { ...about, verdict: 'manual', steps: stepsAgainst(server, said, item) };
  });
}

/** Addresses from which somebody is logged in now. */
export function connectedFrom(sessions: Given['sessions']): readonly string[] {
  return [...new Set((sessions ?? []).map(({ from }) => from))].filter(isNetwork);
}

interface Scope {
  readonly object: string;
  readonly whom: string;
  /** Texts of the Match lines that are taken to hold; null for everybody whom none singles out. */
  readonly blocks: ReadonlySet<string> | null;
}

function scopesOf(server: Sshd): readonly Scope[] {
  const lists = statementsOf(server).filter(({ key }) => (ADMISSION as readonly string[]).includes(key));
  const own = lists.filter(({ blocks }) => !blocks.every(holdsForAll));
  return [
    { object: 'logins', whom: 'people log in', blocks: null },
    ...[...Map.groupBy(own, sshdBlocksName)].map(([name, said]) => ({
      object: `match:${name}`,
      whom: `whom Match ${name} singles out logs in`,
      blocks: new Set(said.flatMap(({ blocks }) => blocks.map(({ text }) => text))),
    })),
  ];
}

function inScope(server: Sshd, texts: Scope['blocks']): readonly SshdStatement[] {
  return statementsOf(server).filter(
    ({ key, blocks }) =>
      (ADMISSION as readonly string[]).includes(key) &&
      (texts === null
        ? blocks.every(holdsForAll)
        : blocks.length > 0 && blocks.every((block) => holdsForAll(block) || texts.has(block.text))),
  );
}

function outsideEvidence({ main }: Sshd, outsider: Outsider | null): readonly Evidence[] {
  if (outsider === null) return [];
  const { user, address } = outsider;
  const who = user === null ? 'a user of no list' : user;
  return [{ source: main.path, says: `${who} would be let in from ${address}, for one`, wins: true }];
}

/** A block with a DenyUsers of its own does not hear of that above all blocks. */
function stepsAgainst({ main, unit }: Sshd, said: readonly SshdStatement[], item: string): readonly string[] {
  const denied = said.filter(({ key }) => key === 'denyusers');
  const [place] = denied;
  return [
    place === undefined
      ? `make ${main.path} say, above its Match blocks: DenyUsers ${item}`
      : `add ${item} to ${place.path}, line ${place.line}, which goes before any other list: ${place.text}`,
    `sshd -t && systemctl reload ${unit ?? 'sshd'}`,
    'then plan again',
  ];
}

function isNetwork(range: string): boolean {
  try {
    return sshdNetwork(range) !== null;
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}

function notNetworks(broken: readonly string[]): Requirement {
  return {
    object: 'param:ranges',
    verdict: 'manual',
    statement: 'the ranges are networks that sshd understands',
    evidence: broken.map((range) => ({
      source: '/etc/holdfast/policy.ini',
      says: `${range} is no network, or has bits set behind its mask`,
      wins: true,
    })),
    wishes: [],
    steps: [
      `correct ranges in /etc/holdfast/policy.ini, in the section [ssh/source-ranges]: networks such as 10.0.0.0/8 or 2001:db8::/32, or single addresses; not ${broken.join(', ')}`,
      'then plan again',
    ],
  };
}

function proposal({ main }: Sshd, sessions: Given['sessions']): Requirement {
  const connected = connectedFrom(sessions);
  return {
    object: 'param:ranges',
    verdict: 'manual',
    statement: 'it is decided from which networks people log in',
    evidence: [
      ...(sessions ?? []).map(({ user, from }) => ({
        source: '/run/systemd/sessions',
        says: `${user} is logged in from ${from}`,
        wins: false,
      })),
      { source: main.path, says: 'sshd cannot know which networks are yours', wins: true },
    ],
    wishes: [],
    steps: [
      'see from where people and programs log in: last -i, journalctl -u ssh -u sshd | grep Accepted',
      `name the networks in /etc/holdfast/policy.ini, in the section [ssh/source-ranges], those of IPv6 too: ranges = ${connected.join(', ') || 'NETWORK, NETWORK'}`,
      'then plan again',
    ],
  };
}
