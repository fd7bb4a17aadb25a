import { shellWord } from '../formats/shell-word.ts';
import type { DockerAccess, DockerAccounts } from './docker-access.ts';

/** How a person takes a user out of Docker's groups, where files alone do not decide it. */
export function leaveGroupSteps(
  given: DockerAccounts,
  { user, listed, secretlyListed, primary, remote }: DockerAccess,
): readonly string[] {
  const name = shellWord(user);
  const names = new Set([...listed, ...(secretlyListed ?? [])].map((group) => group.name));
  const steps = [...names].map((group) => `gpasswd -d ${name} ${shellWord(group)}`);
  if (primary !== null) {
    const own = given.groups.find((group) => group.name === user);
    if (own === undefined) steps.push(`groupadd ${name}`);
    const to = own?.gid === primary.gid ? 'nogroup' : name;
    steps.push(
      `usermod -g ${to} ${name}`,
      `look at what still belongs to the group: find ${shellWord(primary.home)} -xdev -gid ${primary.gid}`,
    );
  }
  const sources = 'value' in given.remote ? given.remote.value.sources.join(', ') : '';
  for (const group of remote) {
    steps.push(`take ${user} out of group ${group} in the directory that ${sources} asks`);
  }
  return [...steps, `end the sessions that ${user} still has: loginctl terminate-user ${name}`];
}
