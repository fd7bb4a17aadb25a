import type { Format } from '../model/format.ts';
import { canonicalAuditRule, ruleIn } from './canonical-audit-rule.ts';
import { joinLines, spliceLines, splitLines } from './lines.ts';
import { type AuditLine, parseAuditRules } from './parse-audit-rules.ts';
import { printAuditRule } from './print-audit-rule.ts';

/** Parts are rules in any spelling; the value is true where a line of the file says the same. */
export const auditRulesFormat: Format = {
  name: 'audit',

  get(text, part) {
    return linesFor(text, part).length > 0 ? true : null;
  },

  set(text, part, desired) {
    const present = linesFor(text, part);
    const lines = splitLines(text);
    if (desired === null)
      return joinLines(
        [...present].reverse().reduce((left, { line }) => spliceLines(left, line - 1, 1, []), lines),
      );
    if (desired !== true || ruleIn(part) === null) throw new TypeError(`no audit rule: ${part}`);
    return present.length > 0 ? text : joinLines(spliceLines(lines, lines.length, 0, [part]));
  },
};

function linesFor(text: string, part: string): readonly AuditLine[] {
  const wanted = canonicalAuditRule(part);
  return parseAuditRules(text).filter((line) => line.says === 'rule' && printAuditRule(line.rule) === wanted);
}
