import type { SshdRule } from './sshd-rule.ts';

/** Whoever has not logged in after at most `seconds` is gone; 0 means never. */
export function sshdLoginGrace(seconds: number): SshdRule {
  return {
    keyword: 'LoginGraceTime',
    allowed: [String(seconds)],
    statement: `LoginGraceTime is at most ${seconds} seconds, and not 0`,
    isKept: (decide) => {
      const found = Number(decide('LoginGraceTime').value);
      return found > 0 && found <= seconds;
    },
  };
}
