import { type Sshd, statementsOf } from '../facts/sshd.ts';
import { decideSshd, holdsForAll, type SshdDecision } from '../formats/sshd-evaluate.ts';
import type { Requirement } from '../model/requirement.ts';
import { decisionEvidence, statementEvidence } from './sshd-evidence.ts';
import { sshdDropIn, sshdWishes } from './sshd-place.ts';
import { breaksMethods, keepsRule, type SshdDecide, type SshdRule } from './sshd-rule.ts';

/** One requirement per rule: what its keyword comes to for everybody whom no Match block singles out. */
export function keywordRequirements(
  server: Sshd,
  rules: readonly SshdRule[],
  topic: string | null,
): readonly Requirement[] {
  const statements = statementsOf(server);
  const decide: SshdDecide = (keyword) => decideSshd(statements, keyword, holdsForAll);
  const isStuck = breaksMethods(rules, decide);
  return rules.map((rule) => {
    const { keyword, allowed, method } = rule;
    const [wanted = ''] = allowed;
    const decision = decide(keyword);
    const methods = decide('AuthenticationMethods');
    const overridden = statements.filter(
      ({ key, blocks }) => key === keyword.toLowerCase() && blocks.every(holdsForAll),
    );
    const about = {
      object: `key:${keyword}`,
      statement:
        rule.statement ??
        `${keyword} is ${allowed.join(' or ')}${method === undefined ? '' : ', or a second factor after a key'}`,
      evidence: [
        decisionEvidence(server, keyword, decision),
        ...overridden.filter((each) => each !== decision.by).map((each) => statementEvidence(each, false)),
        ...(method === undefined || methods.by === null ? [] : [statementEvidence(methods.by, true)]),
      ],
    };
    if (keepsRule(rule, decide)) return { ...about, verdict: 'met', wishes: [] };
    const manual = (...steps: readonly string[]): Requirement => ({
      ...about,
      verdict: 'manual',
      wishes: [],
      steps: [...steps, 'then plan again'],
    });
    if (isStuck && methods.by !== null && method !== undefined) {
      const { path, line, text } = methods.by;
      return manual(
        `decide how people log in: ${path}, line ${line}, asks for a method that would be off: ${text}`,
        'make it "AuthenticationMethods publickey", or with a second factor "AuthenticationMethods publickey,keyboard-interactive"',
      );
    }
    const wishes = sshdWishes(server, sshdDropIn(topic), keyword, wanted);
    if (wishes !== null) return { ...about, verdict: 'unmet', wishes };
    return manual(...stepsAgainst(server, decision, `${keyword} ${wanted}`));
  });
}

/** What goes before every file that could be written: an option of the command line, or a block for everybody. */
function stepsAgainst({ options, unit }: Sshd, { by }: SshdDecision, wanted: string): readonly string[] {
  if (by === null) return [];
  const { path, line, text } = by;
  if (!options.includes(by)) return [`make ${path}, line ${line}, say "${wanted}", or take it out: ${text}`];
  return [
    `see where ${path}, line ${line}, or a file of its EnvironmentFile= says ${text}; take it out, no file can go before it`,
    `systemctl daemon-reload && systemctl restart ${unit}`,
  ];
}
