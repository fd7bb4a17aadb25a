import { sshSessions } from '../facts/ssh-sessions.ts';
import { sshd as configuration, type Sshd } from '../facts/sshd.ts';
import type { GroupEntry } from '../formats/group.ts';
import type { PasswdEntry } from '../formats/passwd.ts';
import type { Requirement } from '../model/requirement.ts';
import { sshdAliveRules } from './sshd-alive-rules.ts';
import { exceptionRequirements } from './sshd-exceptions.ts';
import { keywordRequirements } from './sshd-keywords.ts';
import { sshdLoginGrace } from './sshd-login-grace.ts';
import type { SshdRule } from './sshd-rule.ts';
import { connectedFrom, fromRanges } from './sshd-sources.ts';

/** OpenSSH's server: what its files come to, and requirements on that. */
export const sshd = {
  aliveRules: sshdAliveRules,
  configuration,
  connectedFrom,
  fromRanges,
  isInstalled,
  keeps,
  loginGrace: sshdLoginGrace,
  sessions: sshSessions,
};

interface Given {
  readonly server: Sshd | null;
  readonly users: readonly PasswdEntry[];
  readonly groups: readonly GroupEntry[];
}

/** True, or the sentence why nobody logs in through it. */
function isInstalled({ server }: Pick<Given, 'server'>): true | string {
  return server !== null || 'sshd is not installed, or has no configuration to start with';
}

/**
 * Each keyword comes to what its rule allows, for everybody and in every Match block. Unmet, it wishes for a line
 * that wins, in a drop-in (named after `topic`) where there can be one, and for a reload of sshd.
 */
function keeps(
  { server, ...accounts }: Given,
  rules: readonly SshdRule[],
  topic: string | null = null,
): readonly Requirement[] {
  if (server === null) return [];
  return [...keywordRequirements(server, rules, topic), ...exceptionRequirements(server, rules, accounts)];
}
