import type { Sshd } from '../facts/sshd.ts';
import type { SshdDecision, SshdStatement } from '../formats/sshd-evaluate.ts';
import type { Evidence } from '../model/requirement.ts';

/** Where a keyword's value comes from: the line, or that nobody says anything. */
export function decisionEvidence({ main }: Sshd, keyword: string, { value, by }: SshdDecision): Evidence {
  if (by !== null) return statementEvidence(by, true);
  return { source: main.path, says: `${keyword} is not set: ${value} by default`, wins: true };
}

export function statementEvidence({ path, line, text }: SshdStatement, wins: boolean): Evidence {
  return { source: path, line, says: text, wins };
}
