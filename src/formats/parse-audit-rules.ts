import { Malformed } from '../model/format.ts';
import { type AuditRule, auditRuleOf } from './audit-rule.ts';
import { splitLines } from './lines.ts';

/** One line of a rules file that says something: a rule, or an option that steers auditctl or the kernel. */
export type AuditLine = { readonly line: number; readonly text: string } & (
  | { readonly says: 'rule'; readonly rule: AuditRule }
  | { readonly says: 'option'; readonly name: string; readonly value: string | null }
);

/**
 * Reads a rules file as `auditctl -R` does: words are separated by blanks, `\ ` is a blank in a word, and
 * only whole lines are comments. What auditctl would refuse to understand is a {@link Malformed}.
 */
export function parseAuditRules(text: string): readonly AuditLine[] {
  return splitLines(text).flatMap(({ text: raw, end }, i) => {
    const words = wordsOf(raw);
    if (words[0] === undefined || words[0].startsWith('#')) return [];
    if (end === '\r\n')
      throw new Malformed(i + 1, 'a carriage return, which auditctl takes for a part of the last word');
    return [lineOf(words, raw, i + 1)];
  });
}

/** What takes an argument, after auditctl's getopt string. */
const WITH_ARGUMENT = 'aAdSFCwWpkbferRmq';
const RULE_LETTERS = 'aAdSFCwWpk';
const LONG = /^--(?:loginuid-immutable|backlog_wait_time|reset-lost|reset_backlog_wait_time_actual|signal)$/;

function lineOf(words: readonly string[], text: string, line: number): AuditLine {
  const options: [string, string][] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word.startsWith('--')) return longOption(words, text, line);
    if (!/^-[A-Za-z]/.test(word)) throw new Malformed(line, `neither an option nor an argument: ${word}`);
    const letter = word.charAt(1);
    const attached = word.slice(2);
    if (!WITH_ARGUMENT.includes(letter)) options.push([letter, '']);
    else if (attached !== '') options.push([letter, attached]);
    else {
      i += 1;
      const argument = words[i];
      if (argument === undefined) throw new Malformed(line, `-${letter} without its argument`);
      options.push([letter, argument]);
    }
  }
  const [first] = options;
  if (first === undefined) throw new Malformed(line, 'no option');
  if (RULE_LETTERS.includes(first[0]) || options.some(([letter]) => 'aAdwW'.includes(letter)))
    return { line, text, says: 'rule', rule: auditRuleOf(options, line) };
  if (!'DbfercilstvhmqR'.includes(first[0])) throw new Malformed(line, `unknown option -${first[0]}`);
  const value = options.map(([, argument]) => argument).find((argument) => argument !== '') ?? null;
  return { line, text, says: 'option', name: `-${first[0]}`, value };
}

function longOption(words: readonly string[], text: string, line: number): AuditLine {
  const [name = '', attached] = (words[0] ?? '').split('=');
  if (!LONG.test(name)) throw new Malformed(line, `unknown option ${name}`);
  return { line, text, says: 'option', name, value: attached ?? words[1] ?? null };
}

function wordsOf(text: string): readonly string[] {
  const words = text.match(/(?:\\[\\ ]|[^ ])+/g) ?? [];
  return words.map((word) => word.replace(/\\([\\ ])/g, '$1'));
}
