import { canonicalAuditRule } from '../formats/canonical-audit-rule.ts';
import { decodeHostText } from '../formats/host-text.ts';
import { Refused } from '../model/refusal.ts';
import { findProgram, needProgram } from './find-program.ts';
import { inOneLine } from './in-one-line.ts';
import type { LiveOf } from './live-of.ts';
import { runProgram } from './run-program.ts';

/** The rules in the kernel, by auditctl(8), in canonical form. */
export const liveAuditRules: LiveOf<'audit-rule'> = {
  read: async (key) => ((await auditRules()).includes(key) ? true : null),
  keys: auditRules,
  put: putAuditRule,
};

async function auditRules(): Promise<readonly string[]> {
  const auditctl = findProgram('auditctl');
  if (auditctl === null) return [];
  const { status, stdout, stderr } = await runProgram(auditctl, ['-l']);
  if (status !== 0)
    throw new Refused({ code: 'command-failed', args: { command: 'auditctl -l', why: inOneLine(stderr) } });
  const lines = decodeHostText(stdout)
    .split('\n')
    .filter((line) => line !== '' && line !== 'No rules');
  return lines.map(canonicalAuditRule);
}

/**
 * One rule in or out by itself: never -D, which would take other hands' rules along. auditctl fails where it is in or
 * out already, which is looked for only then: each look is a process.
 */
async function putAuditRule(rule: string, state: true | null): Promise<void> {
  // None is loaded without it.
  if (state === null && findProgram('auditctl') === null) return;
  const auditctl = needProgram('auditctl', 'auditd', 'load audit rules');
  const words = rule.split(' ');
  const args =
    state === null
      ? words.map((word, i) => (i === 0 ? word.replace('-a', '-d').replace('-w', '-W') : word))
      : words;
  const { status, stderr, stdout } = await runProgram(auditctl, args);
  if (status !== 0 && (await auditRules()).includes(rule) !== (state !== null)) {
    const why = inOneLine(stderr) || inOneLine(Buffer.from(stdout).toString('utf8'));
    throw new Refused({ code: 'command-failed', args: { command: ['auditctl', ...args].join(' '), why } });
  }
}
