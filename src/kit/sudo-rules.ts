import type { Sudoers } from '../facts/sudoers.ts';
import { shellWord } from '../formats/shell-word.ts';
import { sudoAsksForRoot } from '../formats/sudo-asks-for-root.ts';
import type { PlacedSudoersStatement } from '../formats/sudoers-file.ts';
import { createSudoersMatcher } from '../formats/sudoers-match.ts';
import { sudoersPasswordTags } from '../formats/sudoers-password-tags.ts';
import type { SudoersMember } from '../formats/sudoers-statement.ts';
import type { Requirement } from '../model/requirement.ts';
import type { SudoAccounts } from './sudo-accounts.ts';
import { sudoCutOff } from './sudo-cut-off.ts';
import { sudoHolders } from './sudo-holders.ts';

/**
 * One requirement per rule of sudoers(5) that asks somebody for no password; one that is met where there is none.
 * Wishes for PASSWD in the place of NOPASSWD, unless that would cut somebody off: then it is for a person.
 */
export function sudoRules(
  given: SudoAccounts,
  policy: Sudoers,
  allowed: readonly string[],
): readonly Requirement[] {
  const matcher = createSudoersMatcher(policy.statements, policy.hostname);
  const found = policy.statements.flatMap((placed) => {
    const { statement } = placed;
    if (statement.type !== 'rule' || isOfRoot(statement.users)) return [];
    const here = statement.privileges.filter(({ hosts }) => matcher.host(hosts, true) === true);
    if (!here.some(({ commands }) => commands.some(({ nopasswd }) => nopasswd === true))) return [];
    return [ofRule(given, policy, placed, statement.users, allowed)];
  });
  if (found.length > 0) return found;
  return [
    {
      object: 'rules',
      verdict: 'met',
      statement: 'every rule of sudoers asks for a password',
      evidence: [
        { source: policy.main.path, says: 'no rule of it or of its files says NOPASSWD', wins: true },
      ],
      wishes: [],
    },
  ];
}

function ofRule(
  given: SudoAccounts,
  policy: Sudoers,
  { path, line, text }: PlacedSudoersStatement,
  members: readonly SudoersMember[],
  allowed: readonly string[],
): Requirement {
  const about = {
    object: `rule:${path}:${line}`,
    statement: 'this rule asks for a password, unless all it speaks of are allowed to do without',
    evidence: [{ source: path, line, says: text, wins: true }],
    wishes: [],
  };
  const holders = sudoHolders(given, policy, [members]);
  const names = holders.users.map(({ name }) => name);
  const everybody = [...names, ...holders.strangers];
  if (everybody.length > 0 && everybody.every((name) => allowed.includes(name))) {
    return { ...about, verdict: 'met' };
  }
  // Also where a Defaults line that is set right by this very plan says so: it may stay, and then one's own is of no use.
  const cutOff = sudoCutOff(given, holders, allowed, sudoAsksForRoot(policy.statements));
  if (cutOff === null) {
    const { tags, with: withTags } = sudoersPasswordTags(text);
    const asking = tags.map(() => 'PASSWD');
    const wish = { kind: 'entry', key: path, part: `sudoers:tags/${withTags(asking).trim()}` } as const;
    return { ...about, verdict: 'unmet', wishes: [{ ...wish, desired: asking.join(', ') }] };
  }
  const { kept } = cutOff;
  return {
    ...about,
    verdict: 'manual',
    evidence: [...about.evidence, ...cutOff.evidence],
    steps: [
      ...cutOff.steps,
      ...(kept.length === 0
        ? []
        : [
            `visudo -f ${shellWord(path)}`,
            `give ${kept.join(', ')} a line apart from line ${line}, and the others one with PASSWD: ${text}`,
          ]),
      'then plan again',
    ],
  };
}

function isOfRoot(members: readonly SudoersMember[]): boolean {
  return members.every(({ negated, name }) => !negated && (name === 'root' || name === '#0'));
}
