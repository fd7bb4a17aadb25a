import { type Sshd, statementsOf } from '../facts/sshd.ts';
import type { GroupEntry } from '../formats/group.ts';
import type { PasswdEntry } from '../formats/passwd.ts';
import { decideSshd, holdsForAll, type SshdBlock, type SshdStatement } from '../formats/sshd-evaluate.ts';
import { sshdMatches } from '../formats/sshd-match.ts';
import { sudoersUser } from '../formats/sudoers-user.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import { sshdBlocksName } from './sshd-blocks-name.ts';
import { statementEvidence } from './sshd-evidence.ts';
import { keepsRule, type SshdDecide, type SshdRule } from './sshd-rule.ts';

interface Accounts {
  readonly users: readonly PasswdEntry[];
  readonly groups: readonly GroupEntry[];
}

/** So many users of a block are named. */
const MOST_NAMES = 10;

/**
 * One requirement per Match block, by its criteria, that has a word on the rules' keywords: it takes nothing back.
 * Somebody made the exception for a reason, and the people in it may know no other way in, so undoing it is a person's.
 */
export function exceptionRequirements(
  server: Sshd,
  rules: readonly SshdRule[],
  accounts: Accounts,
): readonly Requirement[] {
  const statements = statementsOf(server);
  const isOfMethods = rules.some(({ method }) => method !== undefined);
  const keys = rules.map(({ keyword }) => keyword.toLowerCase());
  if (isOfMethods) keys.push('authenticationmethods');
  const said = statements.filter(({ key, blocks }) => keys.includes(key) && !blocks.every(holdsForAll));
  return [...Map.groupBy(said, sshdBlocksName)].map(([name, own]): Requirement => {
    const texts = new Set(own.flatMap(({ blocks }) => blocks.map(({ text }) => text)));
    const holds = (block: SshdBlock) => holdsForAll(block) || texts.has(block.text);
    const decide: SshdDecide = (keyword) => decideSshd(statements, keyword, holds);
    const broken = rules.filter((rule) => !keepsRule(rule, decide));
    const culprits = broken
      .flatMap((rule) => [
        decide(rule.keyword).by,
        rule.method === undefined ? null : decide('AuthenticationMethods').by,
      ])
      .filter((by) => own.some((each) => each === by));
    const isCulprit = (statement: SshdStatement) => culprits.includes(statement);
    const about = {
      object: `match:${name}`,
      statement: `Match ${name} takes back nothing of what holds for everybody`,
      evidence: [
        ...own.map((statement) => statementEvidence(statement, isCulprit(statement))),
        ...concerned(own, accounts),
      ],
      wishes: [],
    };
    if (culprits.length === 0) return { ...about, verdict: 'met' };
    return {
      ...about,
      verdict: 'manual',
      steps: [
        ...(isOfMethods ? ['see that whom it concerns can log in with a key'] : []),
        ...own.filter(isCulprit).map(({ path, line, text }) => `take out of ${path}, line ${line}: ${text}`),
        `sshd -t && systemctl reload ${server.unit ?? 'sshd'}, or accept the exception with holdfast waive`,
      ],
    };
  });
}

/** Who of this host's own users it is about, as far as it is about users. */
function concerned([first]: readonly SshdStatement[], { users, groups }: Accounts): readonly Evidence[] {
  const criteria = (first?.blocks ?? [])
    .flatMap((block) => block.criteria)
    .filter(({ on }) => on === 'user' || on === 'group');
  if (criteria.length === 0) return [];
  const names = users
    .filter((user) => {
      const own = sudoersUser(user, groups).groups.map(({ name }) => name);
      const nowhere = { host: null, address: null, localAddress: null, localPort: null };
      return sshdMatches(criteria, { user: user.name, groups: own, ...nowhere });
    })
    .map(({ name }) => name);
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  const says = names.length === 0 ? 'nobody of its users' : names.slice(0, MOST_NAMES).join(', ') + more;
  return [{ source: '/etc/passwd', says: `it concerns ${says}`, wins: false }];
}
