import { logrotate } from '../facts/logrotate.ts';
import { sudoProgram as program } from '../facts/sudo-program.ts';
import { sudoers as policy } from '../facts/sudoers.ts';
import type { Requirement } from '../model/requirement.ts';
import type { DockerSudoers } from './docker-sudoers.ts';
import { proposeOperators } from './propose-operators.ts';
import type { SudoAccounts } from './sudo-accounts.ts';
import { recordsCommands } from './sudo-logging.ts';
import { sudoRules } from './sudo-rules.ts';
import { sudoSettings } from './sudo-settings.ts';
import { dockerOperators } from './sudoers-operators.ts';
import { passwordlessRules } from './sudoers-passwordless.ts';

/** The sudoers policy: who runs Docker by it, who becomes root by it without a password, and what is recorded of it. */
export const sudoers = {
  policy,
  program,
  logrotate,
  givesDocker,
  dockerWithPassword,
  isThere,
  asksForPassword,
  recordsCommands,
};

/** True, or the sentence why there is nothing for sudo to give. */
function givesDocker({ policy, commands }: DockerSudoers): true | string {
  if (commands.length === 0) return 'the docker command is not installed';
  return policy === null ? 'sudo is not installed' : true;
}

/**
 * Operators run Docker as root through sudo and are asked for their password; nobody does without one. Without
 * operators a person must name them. Wishes for one drop-in with a rule for each.
 */
function dockerWithPassword(given: DockerSudoers, operators: readonly string[]): readonly Requirement[] {
  if (given.policy === null) return [];
  return [
    ...(operators.length === 0 ? [proposeOperators(given)] : dockerOperators(given, given.policy, operators)),
    ...passwordlessRules(given, given.policy),
  ];
}

/** True, or the sentence why nobody becomes root by sudo or doas. */
function isThere({ policy, doas }: Pick<SudoAccounts, 'policy'> & { readonly doas: unknown }): true | string {
  return policy === null && doas === null ? 'neither sudo nor doas is installed' : true;
}

/**
 * sudo asks everybody for their own password, at least every `timeout` minutes; `allowed` accounts are left alone.
 * Nobody who has no password to give is asked for one: that is for a person.
 */
function asksForPassword(
  given: SudoAccounts,
  { allowed, timeout }: { readonly allowed: readonly string[]; readonly timeout: number },
): readonly Requirement[] {
  if (given.policy === null) return [];
  return [...sudoRules(given, given.policy, allowed), ...sudoSettings(given, given.policy, allowed, timeout)];
}
