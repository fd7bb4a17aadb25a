import { Malformed } from '../model/format.ts';
import { parseAuditdConf } from './auditd-conf.ts';
import { auditdProblem } from './auditd-problem.ts';

/** Throws {@link Malformed} where auditd would not start with it. */
export function checkAuditdConf(text: string): void {
  const problem = auditdProblem(parseAuditdConf(text));
  if (problem !== null) throw new Malformed(problem.line, problem.why);
}
