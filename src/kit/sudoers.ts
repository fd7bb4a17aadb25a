import { sudoers as policy } from '../facts/sudoers.ts';
import type { Requirement } from '../model/requirement.ts';
import type { DockerSudoers } from './docker-sudoers.ts';
import { proposeOperators } from './propose-operators.ts';
import { dockerOperators } from './sudoers-operators.ts';
import { passwordlessRules } from './sudoers-passwordless.ts';

/** The sudoers policy, and who runs Docker by it. */
export const sudoers = { policy, givesDocker, dockerWithPassword };

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
